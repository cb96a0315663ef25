#include "wire/rewrite.h"

#include <algorithm>
#include <memory>
#include <string>

#include "wire/cplane/extensions.h"
#include "wire/cplane/section_type_04.h"
#include "wire/cplane/section_type_06.h"
#include "wire/cplane/section_type_07.h"
#include "wire/cplane/section_type_08.h"
#include "wire/cplane/section_type_09.h"
#include "wire/cplane/section_type_10.h"
#include "wire/ecpri_messages.h"
#include "wire/esmc.h"
#include "wire/layout_writer.h"
#include "wire/one_way_delay.h"
#include "wire/ptp.h"

namespace plumbline::test {
namespace {

using wire::LayoutEnd;
using wire::View;

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

  void count(std::string_view kind, unsigned number, LayoutEnd end = LayoutEnd::complete) {
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
  LayoutEnd room(const View& room, std::uint32_t at, Layout&& layout) {
    Keeper keeper;
    wire::LayoutReader<Keeper> reader{room, at, keeper};
    layout(reader);
    Restorer restorer{keeper};
    layout(restorer);
    const std::uint32_t end =
        reader.end() == LayoutEnd::complete ? reader.after() : reader.rest().base - room.base;
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
  void thing(const View& at, Thing& thing, const Arguments&... arguments) {
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
  Rewritten done(const View& message, const View& rest) {
    return {.octets = std::move(octets_), .whole = message.length - rest.length};
  }

 private:
  Tally& tally_;
  std::vector<std::uint8_t> octets_;
};

struct CplaneMessage {
  const View& octets;
  const wire::CplaneHeader& header;
  const wire::CplaneParameters& parameters;
  Rewriter& to;
};

template <class Header>
Header rewrite_header(const CplaneMessage& m) {
  Header header;
  m.to.thing(m.octets.from(6, 2), header);
  return header;
}

Rewritten sections(const CplaneMessage& m) {
  const std::uint8_t type = m.header.section_type;
  wire::SectionWalk walk{m.octets, m.header};
  wire::Section section;
  const auto one = [&] {
    m.to.write(12, [&](Writer& out) { encode(out, section, type); });
    if (section.ef) m.to.extensions(section, type, m.parameters);
  };
  while (walk.next(section)) one();
  if (walk.extension_fault()) one();
  return walk.error() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten commands(const CplaneMessage& m) {
  wire::CommandWalk walk{m.octets, rewrite_header<wire::SectionType4Header>(m)};
  wire::SlotCommand command;
  while (walk.next(command)) {
    const bool known = wire::with_command(command.type, [&](auto& body) {
      const auto end = m.to.room(command.room, 0, [&](auto& w) {
        command.layout(w);
        body.layout(w, m.parameters);
      });
      m.to.count("command", command.type, end);
    });
    if (known) continue;
    m.to.thing(command.room, command);
    m.to.copy(command.room.from(wire::SlotCommand::kOctets).octets());
  }
  return walk.error() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten ues(const CplaneMessage& m) {
  const auto header = rewrite_header<wire::SectionType6Header>(m);
  wire::UeWalk walk{m.octets, header, m.parameters};
  wire::UeRecord ue;
  while (walk.next(ue)) {
    const bool whole = !walk.error() || walk.error_part() == wire::CplanePart::section_extension;
    if (!whole) {
      m.to.thing(ue.room, ue);
      m.to.count("UE", 6, LayoutEnd::truncated);
      break;
    }
    const wire::UeRecord read = ue;
    wire::ChannelInformation information;
    const auto end = m.to.room(ue.room, 0, [&](auto& w) {
      ue.layout(w);
      information.layout(w, header, read, m.parameters);
    });
    m.to.count("UE", 6, end);
    if (ue.ef && !walk.unknown()) m.to.extensions(ue.section(), 6, m.parameters);
  }
  return walk.error() || walk.unknown() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten laa_message(const CplaneMessage& m) {
  rewrite_header<wire::ReservedHeader>(m);
  wire::LaaMessage laa = wire::find_laa_message(m.octets);
  if (laa.has_head) m.to.thing(laa.room.from(wire::LaaMessage::kAt), laa.head);
  const auto end = laa.error ? LayoutEnd::truncated : LayoutEnd::complete;
  m.to.count("LAA", laa.head.type, end);
  if (laa.error) return m.to.done();
  constexpr std::uint32_t kBody = wire::LaaMessage::kAt + 1;
  const bool known = wire::with_laa_message(
      laa.head.type, [&](auto& fields) { m.to.room(laa.room, kBody, [&](auto& w) { fields.layout(w); }); });
  if (!known) m.to.copy(laa.room.from(kBody).octets());
  return m.to.done(m.octets, m.octets.from(laa.room.length));
}

Rewritten acks(const CplaneMessage& m) {
  const auto header = rewrite_header<wire::SectionType8Header>(m);
  const wire::AckNackRoom room = wire::find_ids(m.octets, header);
  wire::AckNackLists lists;
  const View ids = room.ids.first(room.ids.captured);
  m.to.count("ids", 8, m.to.room(ids, 0, [&](auto& w) { lists.layout(w, header); }));
  if (room.error) return m.to.done();
  m.to.copy(room.padding.octets());
  return m.to.done(m.octets, room.rest);
}

Rewritten sinr_sections(const CplaneMessage& m) {
  const auto header = rewrite_header<wire::SectionType9Header>(m);
  wire::SinrSectionWalk walk{m.octets, m.header.number_of_sections, header, m.parameters};
  wire::SinrSection section;
  while (walk.next(section)) {
    if (walk.error()) {
      m.to.thing(section.room, section);
      m.to.count("SINR section", 9, LayoutEnd::truncated);
      break;
    }
    const wire::SinrSection read = section;
    wire::SinrValues values;
    const auto end = m.to.room(section.room, 0, [&](auto& w) {
      section.layout(w);
      values.layout(w, header, read, m.parameters);
    });
    m.to.count("SINR section", 9, end);
  }
  return walk.error() || walk.unknown() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten measured_sections(const CplaneMessage& m) {
  rewrite_header<wire::ReservedHeader>(m);
  const std::uint8_t type = m.header.section_type;
  wire::MeasurementSectionWalk walk{m.octets, m.header};
  wire::Section section;
  View measurements;
  while (walk.next(section, measurements)) {
    m.to.write(8, [&](Writer& out) { encode(out, section, type); });
    if (section.ef) m.to.extensions(section, type, m.parameters);
    if (walk.error() && walk.error_part() == wire::CplanePart::section_extension) break;
    const wire::SectionContext context = wire::context_of(section, type, m.parameters);
    wire::MeasurementWalk records{measurements, type};
    wire::Measurement record;
    while (records.next(record)) {
      const wire::Measurement read = record;
      const bool known = wire::with_measurement(type, record.type, [&](auto& body) {
        const auto end = m.to.room(read.room, 0, [&](auto& w) {
          record.layout(w, type);
          body.layout(w, read, context);
        });
        m.to.count(type == 10 ? "measurement" : "measurement command", read.type, end);
      });
      if (known) continue;
      m.to.thing(read.room, record, type);
      m.to.copy(read.room.from(wire::Measurement::kOctets).octets());
    }
  }
  return walk.error() ? m.to.done() : m.to.done(m.octets, walk.rest());
}

Rewritten rewrite_body(const CplaneMessage& m) {
  switch (m.header.section_type) {
    case 4:
      return commands(m);
    case 6:
      return ues(m);
    case 7:
      return laa_message(m);
    case 8:
      return acks(m);
    case 9:
      return sinr_sections(m);
    case 10:
    case 11:
      return measured_sections(m);
    default:
      return m.to.done();
  }
}

}  // namespace

Rewritten rewrite_cplane(const View& message, const wire::CplaneParameters& parameters, Tally& tally) {
  Rewriter to{tally};
  wire::CplaneHeader header;
  if (decode_cplane_common(message, header)) return to.done();
  const bool whole = !decode_cplane_header(message, header);
  constexpr unsigned kReserved = 12;
  to.count("section type", std::min<unsigned>(header.section_type, kReserved),
           whole ? LayoutEnd::complete : LayoutEnd::truncated);
  const bool plain = whole && wire::has_sections(header.section_type);
  to.write(12, [&](Writer& out) { plain ? encode(out, header) : encode_cplane_common(out, header); });
  const CplaneMessage m{message, header, parameters, to};
  if (plain) return sections(m);
  return whole ? rewrite_body(m) : to.done();
}

Rewritten rewrite_uplane(const View& message, const wire::UplaneFormat& format, Tally& tally) {
  Rewriter to{tally};
  wire::UplaneHeader header;
  if (decode_uplane_header(message, header)) return to.done();
  to.write(4, [&](Writer& out) { encode(out, header); });
  wire::UplaneWalk walk{message, format};
  wire::UplaneSection section;
  const auto one = [&](LayoutEnd end) {
    to.write(12, [&](Writer& out) { encode(out, section); });
    to.count(section.has_header ? "dynamic method" : "static method", wire::method_of(section.ud_comp_hdr),
             end);
    if (section.has_length) to.count("with udCompLen", wire::method_of(section.ud_comp_hdr), end);
  };
  while (walk.next(section)) {
    const bool captured = section.prbs.captured == section.prbs.length;
    one(captured ? LayoutEnd::complete : LayoutEnd::truncated);
    to.copy(section.prbs.octets());
    if (!captured) return to.done();
  }
  if (walk.header_read()) one(LayoutEnd::truncated);
  return walk.error() ? to.done() : to.done(message, View{});
}

Rewritten rewrite_ptp(const View& client, Tally& tally) {
  Rewriter to{tally};
  wire::PtpHeader header;
  if (wire::read_fixed(client, 0, header)) return to.done();
  to.write(64, [&](Writer& out) { wire::write_layout(out, header); });
  const View message = wire::ptp_message(client, header);
  const auto type = static_cast<unsigned>(header.type);
  bool fits = false;
  std::uint32_t end = wire::PtpHeader::kOctets;
  const bool known = wire::PtpBodies::with(header.type, [&](auto& body) {
    fits = !wire::read_fixed(message, end, body);
    if (!fits) return;
    to.write(64, [&](Writer& out) { wire::write_layout(out, body); });
    end += body.kOctets;
  });
  to.count("PTP", type, !known ? LayoutEnd::unknown : fits ? LayoutEnd::complete : LayoutEnd::truncated);
  if (!known) {
    to.copy(message.from(end).octets());
    return to.done();
  }
  if (!fits) return to.done();
  wire::PtpTlvWalk walk{message.from(end)};
  wire::PtpTlv tlv;
  while (walk.next(tlv)) {
    to.write(tlv.length + 4u, [&](Writer& out) { wire::write_layout(out, tlv); });
    to.count("PTP TLV", 0);
  }
  if (walk.error()) to.count("PTP TLV", 0, LayoutEnd::truncated);
  return walk.error() ? to.done() : to.done(message, View{});
}

Rewritten rewrite_esmc(const View& client, Tally& tally) {
  Rewriter to{tally};
  wire::EsmcHeader header;
  if (client.missing(0, 1) != wire::Fault::none || client.data[0] != wire::kEsmcSubtype) return to.done();
  if (wire::read_fixed(client, 0, header)) return to.done();
  to.write(64, [&](Writer& out) { wire::write_layout(out, header); });
  wire::EsmcTlvWalk walk{client.from(wire::EsmcHeader::kOctets)};
  wire::EsmcTlv tlv;
  while (walk.next(tlv)) {
    to.write(tlv.length, [&](Writer& out) { wire::write_layout(out, tlv); });
    to.count("ESMC TLV", tlv.is_quality_level() ? 1 : tlv.is_extended_quality_level() ? 2 : 0);
  }
  if (walk.error()) to.count("ESMC TLV", 0, LayoutEnd::truncated);
  return walk.error() ? to.done() : to.done(client, walk.rest());
}

namespace {

/// False when its fields are not all there.
bool delay(Rewriter& to, const View& body) {
  wire::OneWayDelay fields;
  const bool fits = !wire::decode_one_way_delay(body, fields);
  to.count("eCPRI", 5, fits ? LayoutEnd::complete : LayoutEnd::truncated);
  if (!fits) return false;
  fields.dummy_octets = 0;  // taken over: they say nothing, but need not be zeros
  to.write(20, [&](Writer& out) { encode(out, fields); });
  to.copy(body.from(20).octets());
  return true;
}

bool other_body(Rewriter& to, const wire::EcpriMessage& message) {
  const auto type = static_cast<unsigned>(message.header.type);
  wire::DecodeError error;
  View data = message.body;
  wire::EcpriEvent event;
  const bool known = wire::EcpriBodies::with(message.header.type, [&]<class Body>(Body& body) {
    error = wire::read_fixed(message.body, 0, body);
    if (error) return;
    to.write(Body::kOctets, [&](Writer& out) { wire::write_layout(out, body); });
    data = data.behind(Body::kOctets);
    if constexpr (std::is_same_v<Body, wire::EcpriEvent>) event = body;
  });
  if (!error && message.header.type == wire::EcpriType::event_indication) {
    wire::EcpriFaultWalk walk{data, event};
    wire::EcpriEventFault one;
    while (walk.next(one)) to.write(8, [&](Writer& out) { wire::write_layout(out, one); });
    error = walk.error();
    data = walk.rest();
  }
  to.count("eCPRI", known ? type : 8,
           error   ? LayoutEnd::truncated
           : known ? LayoutEnd::complete
                   : LayoutEnd::unknown);
  if (!error) to.copy(data.octets());
  return !error;
}

}  // namespace

Rewritten rewrite_ecpri(const View& pdu, Tally& tally) {
  Rewriter to{tally};
  wire::EcpriWalk walk{pdu};
  wire::EcpriMessage message;
  std::uint32_t end = 0;  // of the message before; up to the next one stands padding
  while (walk.next(message)) {
    const std::uint32_t at = message.at - pdu.base;
    to.copy(pdu.from(end, at - end).octets());
    to.write(4, [&](Writer& out) { encode_header(out, message.header); });
    end = at + 4 + message.body.length;
    if (message.header.type == wire::EcpriType::iq_data || message.header.type == wire::EcpriType::rt_control)
      return to.done();
    const bool fits = message.header.type == wire::EcpriType::one_way_delay ? delay(to, message.body)
                                                                            : other_body(to, message);
    if (!fits || message.body.captured < message.body.length) return to.done();
  }
  return to.done();
}

bool is_same(const Rewritten& rewritten, const View& decoded) {
  const auto& octets = rewritten.octets;
  // Padding that was not captured is no fault.
  const std::size_t least = std::min<std::size_t>(rewritten.whole, decoded.captured);
  if (octets.size() > decoded.captured || octets.size() < least) return false;
  return std::equal(octets.begin(), octets.end(), decoded.data);
}

}  // namespace plumbline::test
