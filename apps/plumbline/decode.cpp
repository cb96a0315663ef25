// plumbline decode: every message of a capture as a line, a tree or JSON.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/source.h"
#include "plumbline/command.h"
#include "plumbline/common.h"
#include "plumbline/decode_filter.h"
#include "plumbline/decode_format.h"
#include "profile/link.h"
#include "text/render.h"

namespace plumbline::app {
namespace {

constexpr std::size_t kPiece = 256 * 1024;  ///< octets written at once
constexpr std::string_view kExamples =
    R"(Examples:
  plumbline decode trace.pcapng
  plumbline decode trace.pcapng --slots 37.4.1..37.4.1 --eaxc 0-3
  plumbline decode trace.pcapng --link lab7.yaml --plane u --direction ul
  plumbline decode trace.pcap.zst --compression bfp9 --dynamic --carrier-prbs 273 --json | jq .
  plumbline decode trace.pcapng --link lab7.yaml --weights 64 --plane c -v
  plumbline decode du.pcapng ru.pcapng --count 100 -v)";

/// The command line as it was typed.
struct Options {
  std::vector<std::string> sources;
  std::string link, eaxc_bits, plane, sinr;
  FilterOptions filter;
  FormatOptions format;
  bool json = false, tree = false, fixed = false, no_payload = false;
  std::uint64_t count = 0;
  std::uint16_t udp_port = 0;
  wire::CplaneParameters cplane;
};

/// What the options mean.
struct Plan {
  DecodeFilter filter;
  std::optional<profile::Link> link;
  std::optional<LinkFormats> link_formats;
  std::optional<wire::UplaneFormat> format;
  text::Context context;
  std::uint16_t udp_port = 0;
};

Result<void, Error> plan_link(const Options& options, Plan& plan) {
  auto link = profile::load_link(options.link);
  if (!link) return tl::unexpected(link.error());
  plan.link = std::move(*link);
  plan.context.o_du = plan.link->o_du_mac;
  plan.context.o_ru = plan.link->o_ru_mac;
  const profile::EaxcBits& bits = plan.link->eaxc_bits;
  plan.context.eaxc_bits = {bits.du_port, bits.band_sector, bits.cc, bits.ru_port};
  if (plan.udp_port == 0) plan.udp_port = plan.link->udp_port.value_or(0);
  LinkFormats& formats = plan.link_formats.emplace(*plan.link);
  plan.context.format_of = [&formats](const text::Message& message) { return formats(message); };
  plan.context.format_hint = "format unknown: the link does not name this eAxC";
  plan.context.cplane_of = [&formats, known = plan.context.cplane](const text::Message& message) {
    wire::CplaneParameters parameters = known;
    parameters.carrier_prbs = formats.carrier_prbs(message.ids.eaxc, message.cplane.direction);
    return parameters;
  };
  return {};
}

Result<void, Error> make_plan(const Options& options, Plan& plan) {
  plan.udp_port = options.udp_port;
  plan.context.payload = options.json && !options.no_payload;
  const auto filter = filter_of(options.filter);
  if (!filter) return tl::unexpected(filter.error());
  plan.filter = *filter;
  if (!options.plane.empty()) plan.filter.plane = options.plane[0];
  if (!options.eaxc_bits.empty()) {
    const auto bits = parse_eaxc_bits(options.eaxc_bits);
    if (!bits) return tl::unexpected(bits.error());
    plan.context.eaxc_bits = *bits;
  }
  plan.context.cplane = options.cplane;
  if (!options.sinr.empty()) {
    const auto sinr = parse_sinr(options.sinr);
    if (!sinr) return tl::unexpected(sinr.error());
    plan.context.cplane.sinr = *sinr;
  }
  if (!options.link.empty()) return plan_link(options, plan);
  plan.context.format_hint = "format unknown: give --link or --compression";
  if (options.fixed && options.format.compression.empty())
    return fail("--static: which method and width?", "add --compression, e.g. --compression bfp9");
  FormatOptions formats = options.format;
  formats.carrier_prbs = options.cplane.carrier_prbs;
  const auto format = format_of(formats);
  if (!format) return tl::unexpected(format.error());
  plan.format = *format;
  if (!plan.format) return {};
  plan.context.format_of = [format = &*plan.format](const text::Message&) { return format; };
  return {};
}

/// Writes to standard output in big pieces; after the first failure nothing more.
class Output {
 public:
  text::Buffer& buffer() { return buffer_; }
  /// False when nobody listens any more or the disk is full.
  bool flush() {
    if (error_ == 0 && buffer_.size() > 0 &&
        std::fwrite(buffer_.data(), 1, buffer_.size(), stdout) < buffer_.size())
      error_ = errno;
    buffer_.clear();
    if (error_ == 0 && std::fflush(stdout) != 0) error_ = errno;
    return error_ == 0;
  }
  bool flush_if_full() { return buffer_.size() < kPiece || flush(); }
  int error() const { return error_; }

 private:
  text::Buffer buffer_;
  int error_ = 0;
};

class Decoder {
 public:
  Decoder(const Options& options, const Plan& plan, Output& output)
      : options_{options}, plan_{plan}, output_{output} {}

  /// False when there is nothing more to do.
  bool take(const io::Packet& packet) {
    text::Packet in{.number = packet.number, .on_wire = packet.original_length, .octets = packet.octets};
    if (packet.stamp != io::kNoStamp) {
      if (first_ == io::kNoStamp) first_ = packet.stamp;
      in.stamped = true;
      in.time_ns = (packet.stamp - first_).count();
    }
    text::MessageReader reader{in, plan_.udp_port};
    text::Message message;
    while (reader.next(message)) {
      if (plan_.filter.any() && !plan_.filter.wants(message)) {
        if (message.error.fault != wire::Fault::none) ++hidden_faults_;
        continue;
      }
      write(message);
      if (++written_ == options_.count) return false;
    }
    return output_.flush_if_full();
  }
  std::uint64_t hidden_faults() const { return hidden_faults_; }

 private:
  void write(const text::Message& message) {
    if (options_.json)
      text::write_json(output_.buffer(), message, plan_.context);
    else if (options_.tree)
      text::write_tree(output_.buffer(), message, plan_.context);
    else
      text::write_line(output_.buffer(), message, plan_.context);
  }

  const Options& options_;
  const Plan& plan_;
  Output& output_;
  CaptureTime first_ = io::kNoStamp;
  std::uint64_t written_ = 0;
  std::uint64_t hidden_faults_ = 0;
};

Result<std::uint64_t, Error> decode_all(io::Source& source, Decoder& decoder, Output& output) {
  catch_interrupts();
  while (!interrupted()) {
    const auto batch = source.next();
    if (!batch) return tl::unexpected(batch.error());
    bool go_on = true;
    for (const io::Packet& packet : batch->packets)
      if (!(go_on = decoder.take(packet))) break;
    const bool live = source.info().file_octets == 0;
    if (live && !output.flush()) break;
    if (!go_on || batch->end) break;
  }
  return decoder.hidden_faults();
}

int run_decode(const Options& options) {
  std::signal(SIGPIPE, SIG_IGN);
  std::setvbuf(stdout, nullptr, _IONBF, 0);
  Plan plan;
  if (auto done = make_plan(options, plan); !done) return complain("decode", done.error(), kUsage);
  auto source = open_sources(options.sources);
  if (!source) return complain("decode", source.error(), kEnvironment);
  Output output;
  Decoder decoder{options, plan, output};
  const auto done = decode_all(**source, decoder, output);
  output.flush();
  if (output.error() == EPIPE) return kOk;
  if (output.error() != 0)
    return complain("decode", {fmt::format("cannot write: {}", std::strerror(output.error())), {}},
                    kEnvironment);
  const io::SourceInfo& info = (*source)->info();
  for (const io::SourceWarning& warning : info.warnings)
    std::fprintf(stderr, "plumbline decode: %s: %s\n", info.name.c_str(), warning.text.c_str());
  if (!done) return complain("decode", done.error(), kEnvironment);
  if (*done > 0)
    std::fprintf(stderr, "plumbline decode: %llu messages with missing octets were left out by the filters\n",
                 static_cast<unsigned long long>(*done));
  return kOk;
}

/// What the octets of the C-plane do not say and no link file does.
void add_cplane(CLI::App& command, Options& options) {
  command
      .add_option("--weights", options.cplane.weights,
                  "Weights of a beamforming vector (SE 1, 11, 19 and ST 4), e.g. 64")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--antennas", options.cplane.antennas,
                  "Antennas of channel information (ST 6): values of a PRB, e.g. 32")
      ->check(CLI::PositiveNumber);
  command.add_flag("--st6-aligned", options.cplane.st6_aligned,
                   "Channel information (ST 6) is padded to 4 octets");
  command.add_option("--sinr", options.sinr,
                     "SINR values (ST 9): none16, bfp8, or bfp8/6 with the values of a PRB");
}

}  // namespace

void add_decode(CLI::App& program, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App& command = *program.add_subcommand("decode", "Show every message of a capture");
  command.footer(std::string{kExamples});
  command.add_option("source", options->sources, "Captures (pcap, pcapng, .gz, .zst, -) or kernel:IFACE")
      ->required()
      ->type_name("SOURCE");
  auto* link = command.add_option("--link", options->link, "Link file: formats, eAxC split, addresses");
  auto* json = command.add_flag("--json", options->json, "One JSON object a message, one a line");
  command
      .add_flag("--no-payload", options->no_payload,
                "Leave out octets that no field names, such as PRB fields")
      ->needs(json);
  command.add_flag("-v,--verbose", options->tree, "Every field, with its octet and meaning")->excludes(json);
  command.add_option("--eaxc", options->filter.eaxcs, "Only these eAxC ids, e.g. 0,1,4-7,0x102");
  command
      .add_option("--eaxc-bits", options->eaxc_bits,
                  "Widths of the parts of an eAxC id without a link: 4,4,4,4")
      ->excludes(link);
  command.add_option("--plane", options->plane, "Only this plane: c, u or s")
      ->check(CLI::IsMember({"c", "u", "s"}));
  command.add_option("--direction", options->filter.direction, "Only this dataDirection: dl or ul")
      ->check(CLI::IsMember({"dl", "ul"}));
  command.add_option("--slots", options->filter.slots,
                     "Only these slots: frame.subframe.slot..frame.subframe.slot");
  command.add_option("--count", options->count, "Stop after this many messages")->check(CLI::PositiveNumber);
  command
      .add_option("--compression", options->format.compression,
                  "U-plane format without a link: bfp9, none16, ...")
      ->excludes(link);
  auto* dynamic =
      command.add_flag("--dynamic", options->format.dynamic, "udCompHdr is in every U-plane section");
  command
      .add_flag("--static", options->fixed,
                "udCompHdr is not in U-plane sections (with --compression: the default)")
      ->excludes(dynamic)
      ->excludes(link);
  dynamic->excludes(link);
  command
      .add_flag("--ud-comp-len", options->format.ud_comp_len,
                "Sections of the selective methods carry udCompLen")
      ->excludes(link);
  command
      .add_option("--carrier-prbs", options->cplane.carrier_prbs,
                  "What numPrbu 0 and numPrbc 0 stand for, e.g. 273")
      ->excludes(link);
  add_cplane(command, *options);
  command.add_option("--udp-port", options->udp_port, "Destination port of eCPRI over UDP");
  command.callback([options, &run] { run = [options] { return run_decode(*options); }; });
}

}  // namespace plumbline::app
