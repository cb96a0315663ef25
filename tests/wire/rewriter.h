// Reads things of a layout and writes them again.
#pragma once

#include <memory>

#include "wire/cplane/extensions.h"
#include "wire/layout_writer.h"
#include "wire/rewrite.h"

namespace plumbline::test {

/// Keeps the entries of the lists that are read, list by list in the order in which they begin.
struct Keeper : wire::NullLayoutSink {
  std::vector<std::shared_ptr<void>> lists;
  std::vector<std::size_t> open;

  void begin_list(std::string_view /*name*/) {
    open.push_back(lists.size());
    lists.emplace_back();
  }
  void end_list() { open.pop_back(); }
  template <class Item>
  void item(const Item& item) {
    std::shared_ptr<void>& list = lists[open.back()];
    if (!list) list = std::make_shared<std::vector<Item>>();
    static_cast<std::vector<Item>*>(list.get())->push_back(item);
  }
};

/// Goes over the layout of a thing that was read and gives its lists their entries back.
class Restorer {
 public:
  static constexpr bool kReads = false;

  explicit Restorer(const Keeper& keeper) : keeper_{keeper} {}

  template <class T>
  void u(std::string_view /*name*/, unsigned /*bits*/, T& /*member*/) {}
  template <class T>
  void s(std::string_view /*name*/, unsigned /*bits*/, T& /*member*/) {}
  template <class T>
  void x(std::string_view /*name*/, unsigned /*bits*/, T& /*member*/) {}
  template <class T>
  void r(unsigned /*bits*/, T& /*member*/) {}
  template <class T>
  void fill(T& /*member*/) {}
  void padding(Octets& /*member*/) {}
  void numbers(std::string_view /*name*/, std::uint64_t /*count*/, unsigned /*width*/, bool /*is_signed*/,
               unsigned /*group*/, wire::Numbers& /*member*/) {}
  void octets(std::string_view /*name*/, std::uint32_t /*count*/, wire::Form /*form*/, Octets& /*member*/) {}
  template <class Fn>
  bool step(Fn&& fn) {
    fn(*this);
    return true;
  }
  template <class Item, class Fn>
  bool list(std::string_view /*name*/, std::uint64_t /*count*/, wire::List<Item>& list, Fn&& fn) {
    if (next_ == keeper_.lists.size()) return true;
    auto* items = static_cast<std::vector<Item>*>(keeper_.lists[next_++].get());
    if (items == nullptr) return true;
    list.items = *items;
    for (std::size_t i = 0; i < items->size(); ++i) wire::call_entry(fn, *this, (*items)[i], i);
    return true;
  }
  template <class Item, class Fn>
  bool list_by_room(std::string_view name, wire::List<Item>& list, Fn&& fn) {
    return this->list(name, 0, list, fn);
  }
  bool unknown(std::string_view /*why*/) { return false; }
  void no_entry() {}
  std::uint64_t bits_left() const { return 0; }
  template <class Item>
  std::uint64_t entries(std::string_view /*name*/, unsigned /*bits*/,
                        const wire::List<Item>& /*list*/) const {
    return 0;
  }
  std::uint64_t pairs(std::string_view /*name*/, unsigned /*width*/, const wire::Numbers& /*numbers*/) const {
    return 0;
  }
  bool more(std::string_view /*name*/, unsigned /*bits*/, bool there) const { return there; }

 private:
  const Keeper& keeper_;
  std::size_t next_ = 0;
};

/// Writes a message again, part by part.
class Rewriter {
 public:
  explicit Rewriter(Tally& tally) : tally_{tally} {}

  void count(std::string_view kind, unsigned number, wire::LayoutEnd end = wire::LayoutEnd::complete) {
    ++tally_[{kind, number}][static_cast<std::size_t>(end)];
  }
  void copy(Octets octets) { octets_.insert(octets_.end(), octets.begin(), octets.end()); }
  /// Of things that are written by a function: `fn(writer)`, at most `most` octets.
  template <class Fn>
  void write(std::size_t most, Fn&& fn) {
    std::vector<std::uint8_t> space(most);
    Writer out{space};
    fn(out);
    copy(out.written());
  }
  /// Reads `layout(w)` from octet `at` of the room, writes it, and takes over what it leaves of the room. A
  /// layout that ended too early counts up to where it ended.
  template <class Layout>
  wire::LayoutEnd room(const wire::View& room, std::uint32_t at, Layout&& layout) {
    Keeper keeper;
    wire::LayoutReader<Keeper> reader{room, at, keeper};
    layout(reader);
    Restorer restorer{keeper};
    layout(restorer);
    const std::uint32_t end =
        reader.end() == wire::LayoutEnd::complete ? reader.after() : reader.rest().base - room.base;
    write(end - at, [&](Writer& out) {
      wire::LayoutWriter writer{out};
      layout(writer);
      writer.flush();
    });
    copy(room.from(end).octets());
    return reader.end();
  }
  /// The same of a thing that leaves nothing.
  template <class Thing, class... Arguments>
  void thing(const wire::View& at, Thing& thing, const Arguments&... arguments) {
    wire::decode(at, 0, thing, arguments...);
    write(64, [&](Writer& out) {
      wire::LayoutWriter writer{out};
      thing.layout(writer, arguments...);
      writer.flush();
    });
  }
  void extensions(const wire::Section& section, std::uint8_t section_type,
                  const wire::CplaneParameters& parameters) {
    const wire::SectionContext context = wire::context_of(section, section_type, parameters);
    wire::ExtensionWalk walk{section.extensions};
    wire::Extension extension;
    while (walk.next(extension)) {
      Rewriter body{tally_};
      const bool known = wire::with_extension(extension.type, [&](auto& fields) {
        const auto layout = [&](auto& w) { fields.layout(w, context); };
        count("extension", extension.type, body.room(extension.room(), extension.head(), layout));
      });
      if (!known) body.copy(extension.body.octets());
      write(extension.words * 4u,
            [&](Writer& out) { wire::encode_extension(out, extension.type, extension.ef, body.octets_); });
      if (!extension.ef) break;
    }
  }
  Rewritten done() { return {.octets = std::move(octets_), .whole = 0}; }
  /// Everything up to `rest` was understood.
  Rewritten done(const wire::View& message, const wire::View& rest) {
    return {.octets = std::move(octets_), .whole = message.length - rest.length};
  }

 private:
  Tally& tally_;
  std::vector<std::uint8_t> octets_;
};

}  // namespace plumbline::test
