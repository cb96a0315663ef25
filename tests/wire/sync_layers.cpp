#include "wire/sync_layers.h"

#include <vector>

#include "wire/ecpri_messages.h"
#include "wire/esmc.h"
#include "wire/ptp.h"

namespace plumbline::test {
namespace {

using nlohmann::json;
using wire::View;

/// Collects what a layout says.
class JsonTree {
 public:
  explicit JsonTree(json& out) : open_{&out} {}

  void value(std::string_view name, wire::Form form, unsigned bits, std::uint64_t value, std::uint32_t) {
    if (form == wire::Form::bits)
      set(name, hex(value, bits));
    else if (form == wire::Form::signed_number)
      set(name, static_cast<std::int64_t>(value));
    else
      set(name, value);
  }
  void reserved(unsigned, std::uint64_t value, std::uint32_t offset, std::uint32_t) {
    if (value != 0) set("reserved" + std::to_string(offset), value);
  }
  void numbers(std::string_view, const wire::Numbers&, unsigned, std::uint32_t) {}
  void octets(std::string_view name, Octets octets, wire::Form, std::uint32_t) { set(name, text(octets)); }
  void fill(std::uint64_t, std::uint32_t) {}
  void begin_item(std::uint32_t octet) {
    open_.push_back(&open_.back()->emplace_back(json{{"octet", octet}}));
  }
  void end_item() { open_.pop_back(); }
  void begin_list(std::string_view name) {
    open_.push_back(&((*open_.back())[std::string{name}] = json::array()));
  }
  void end_list() { open_.pop_back(); }
  void begin_object(std::string_view name) {
    open_.push_back(&((*open_.back())[std::string{name}] = json::object()));
  }
  void end_object() { open_.pop_back(); }
  template <class Item>
  void item(const Item&) {}

  static std::string text(Octets octets) {
    std::string digits;
    for (const std::uint8_t octet : octets) digits += hex(octet, 8).substr(2);
    return digits;
  }

 private:
  static std::string hex(std::uint64_t value, unsigned bits) {
    std::string digits = "0x";
    for (unsigned i = (bits + 3) / 4; i > 0; --i) digits += "0123456789abcdef"[value >> (4 * (i - 1)) & 15];
    return digits;
  }
  template <class T>
  void set(std::string_view name, const T& value) {
    (*open_.back())[std::string{name}] = value;
  }

  std::vector<json*> open_;
};

void fault(json& out, const wire::DecodeError& error) {
  constexpr const char* kNames[] = {"none", "truncated", "cut"};
  out["fault"] = kNames[static_cast<std::size_t>(error.fault)];
  out["octet"] = error.octet;
}

void decode_ptp(json& out, const View& whole) {
  JsonTree tree{out};
  wire::PtpHeader header;
  out["end"] = 0;
  if (const auto error = wire::read_fixed(whole, 0, header, tree)) return fault(out, error);
  const View message = wire::ptp_message(whole, header);
  out["behind"] = whole.length - message.length;
  out["overlong"] = header.message_length > whole.length;
  out["end"] = wire::PtpHeader::kOctets;
  std::uint32_t octets = 0;
  wire::DecodeError error;
  const bool known = wire::PtpBodies::with(header.type, [&](auto& body) {
    octets = body.kOctets;
    error = wire::read_fixed(message, wire::PtpHeader::kOctets, body, tree);
  });
  if (!known) out["data"] = JsonTree::text(message.from(wire::PtpHeader::kOctets).octets());
  if (!known || error) return fault(out, error);
  const View tlvs = message.from(wire::PtpHeader::kOctets + octets);
  wire::PtpTlvWalk walk{tlvs};
  wire::PtpTlv tlv;
  tree.begin_list("tlvs");
  while (walk.next(tlv, tree)) {
  }
  tree.end_list();
  out["end"] = message.length;
  fault(out, walk.error());
}

void decode_esmc(json& out, const View& whole) {
  JsonTree tree{out};
  wire::EsmcHeader header;
  if (const auto error = wire::read_fixed(whole, 0, header, tree)) return fault(out, error);
  wire::EsmcTlvWalk walk{whole.from(wire::EsmcHeader::kOctets)};
  wire::EsmcTlv tlv;
  tree.begin_list("tlvs");
  while (walk.next(tlv, tree)) {
  }
  tree.end_list();
  out["end"] = walk.rest().base;
  out["padding"] = JsonTree::text(walk.rest().octets());
  fault(out, walk.error());
}

void decode_message(json& out, const View& whole) {
  JsonTree tree{out};
  wire::EcpriWalk messages{whole};
  wire::EcpriMessage message;
  if (!messages.next(message)) return fault(out, messages.error());
  View data = message.body;
  wire::DecodeError error;
  wire::EcpriEvent event;
  wire::EcpriBodies::with(message.header.type, [&](auto& body) {
    error = wire::read_fixed(message.body, 0, body, tree);
    data = message.body.from(body.kOctets);
    if constexpr (requires { body.count; }) event = body;
  });
  if (!error && message.header.type == wire::EcpriType::event_indication) {
    wire::EcpriFaultWalk walk{data, event};
    wire::EcpriEventFault one;
    tree.begin_list("faults");
    while (walk.next(one, tree)) {
    }
    tree.end_list();
    error = walk.error();
    data = walk.rest();
  }
  if (!error) out["data"] = JsonTree::text(data.octets());
  out["end"] = data.base;
  fault(out, error);
}

}  // namespace

bool is_sync_layer(const std::string& layer) {
  return layer == "ptp" || layer == "esmc" || layer == "message";
}

json decode_sync_layer(const std::string& layer, const View& whole) {
  json out = json::object();
  if (layer == "ptp") decode_ptp(out, whole);
  if (layer == "esmc") decode_esmc(out, whole);
  if (layer == "message") decode_message(out, whole);
  return out;
}

}  // namespace plumbline::test
