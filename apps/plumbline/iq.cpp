// plumbline iq: what the samples say, and samples as data and pictures.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "plumbline/common.h"
#include "plumbline/iq_exports.h"
#include "plumbline/iq_measure.h"
#include "plumbline/iq_reader.h"
#include "plumbline/iq_table.h"

namespace plumbline::app {
namespace {

constexpr std::string_view kExamples =
    R"(Rows: one per eAxC, direction, channel and format; -v adds one per symbolId, which tells DMRS from data.
  occupied    PRBs that are not all zero, of those that the symbols which came could have
  RMS, DC     of the REs of PRBs that are not zero; dBFS by CUS v17.01 8.1.3.1 (fs_offset of the link, or
              --fs-offset)
  exponents   smallest…largest (most frequent) of PRBs that are not zero
  clipped     numbers at an end of what the width holds, with BFP where the exponent ends a 16-bit word or is 15
  looks like  the smallest constellation that explains the REs of an allocation, blind; EVM against it. What
              a channel has turned, and noise, look like none (--derotate takes a common phase out). Of each symbolId
              the first 32 sections are looked at, then every 64th
Exit status: 0 measured (or there is no U-plane), 2 usage or configuration error, 3 environment not fit,
4 there is U-plane, but none of it could be read.
Examples:
  plumbline iq trace.pcapng
  plumbline iq trace.pcapng --link lab7.yaml --direction ul -v
  plumbline iq trace.pcapng --compression bfp9 --carrier-prbs 273 --eaxc 0-3 --slots 37.4..37.5
  plumbline iq trace.pcapng --eaxc 0 --direction dl --slots 37..39 --npy grids --pictures pictures
  plumbline iq trace.pcapng --json | jq '.rows[] | {eaxc, direction, rms_dbfs}')";

/// The command line as it was typed.
struct Options {
  std::vector<std::string> sources;
  std::string link, mulaw_sign;
  FilterOptions filter;
  FormatOptions format;
  bool derotate = false, json = false, verbose = false;
  std::uint16_t udp_port = 0;
  std::optional<unsigned> fs_offset;
  unsigned idle_ms = 0, scs_khz = 30;
  IqExportOptions exports;
};

/// Where the formats come from; `link` holds the one that was given.
Result<void, Error> plan_formats(const Options& options, std::optional<profile::Link>& link,
                                 IqReaderOptions& reader, IqOrigin& origin) {
  reader.udp_port = options.udp_port;
  origin.link = options.link;
  origin.compression = options.format.compression;
  origin.dynamic = options.format.dynamic;
  reader.fs_offset = options.fs_offset;
  if (!options.mulaw_sign.empty())
    reader.mulaw_sign = options.mulaw_sign == name_of(profile::MulawSign::sign_magnitude)
                            ? profile::MulawSign::sign_magnitude
                            : profile::MulawSign::twos_complement;
  if (!options.link.empty()) {
    auto loaded = profile::load_link(options.link);
    if (!loaded) return tl::unexpected(loaded.error());
    link = std::move(*loaded);
    if (reader.udp_port == 0) reader.udp_port = link->udp_port.value_or(0);
    return {};
  }
  const auto format = format_of(options.format);
  if (!format) return tl::unexpected(format.error());
  reader.format = *format;
  origin.inferred = !reader.format;
  if (origin.inferred && options.format.carrier_prbs != 0)
    return fail("--carrier-prbs: of sections in which format?",
                "add --compression or --dynamic; without them the packets tell, or --link does");
  return {};
}

/// "pdsch bfp9 static, pusch bfp9 static": what the channels of a link have, each once.
std::string formats_of(const profile::Link& link) {
  std::vector<std::string> words;
  for (const profile::Carrier& carrier : link.carriers)
    for (const profile::Channel& channel : carrier.channels) {
      const profile::Compression& c = channel.compression;
      std::string one = fmt::format("{} {}{} {}", profile::name_of(channel.kind), profile::name_of(c.method),
                                    c.width, c.dynamic ? "dynamic" : "static");
      if (std::find(words.begin(), words.end(), one) == words.end()) words.push_back(std::move(one));
    }
  return fmt::format("{}", fmt::join(words, ", "));
}

/// Reads all of it. Ends early when the user stops it; what was looked at for a link counts all the same.
Result<void, Error> read_all(RewoundSource& packets, const io::Source& source, const Options& options,
                             IqReader& reader, IqMeter& meter, IqExports& exports) {
  Progress progress{fmt::format("measuring {}", options.sources.front())};
  do {
    const auto batch = packets.next();
    if (!batch) return tl::unexpected(batch.error());
    for (const io::Packet& packet : batch->packets)
      reader.packet(packet, [&](const IqSection& section) {
        const IqMeasured measured = meter.add(section, options.exports.any());
        if (measured.ok && options.exports.any()) exports.add(meter, measured.row, section);
      });
    const io::SourceInfo& info = source.info();
    progress.show(info.file_octets_read, info.file_octets, reader.packets());
    if (batch->end) break;
  } while (!interrupted());
  return {};
}

int status_of(const IqReader& reader, const IqMeter& meter) {
  if (!meter.rows().empty()) return kOk;
  std::uint64_t unread = meter.unreadable();
  for (std::size_t i = 0; i < kIqSkips; ++i)
    if (IqSkip{static_cast<std::uint8_t>(i)} != IqSkip::filtered) unread += reader.skipped()[i];
  return unread > 0 ? kInconclusive : kOk;
}

int run_iq(const Options& options) {
  catch_interrupts();
  IqReaderOptions reading;
  IqOrigin origin;
  std::optional<profile::Link> link;
  const auto filter = filter_of(options.filter);
  if (!filter) return complain("iq", filter.error(), kUsage);
  reading.filter = *filter;
  if (auto done = plan_formats(options, link, reading, origin); !done)
    return complain("iq", done.error(), kUsage);
  IqExports exports{options.exports};
  if (auto done = exports.open(); !done) return complain("iq", done.error(), kEnvironment);
  auto source = open_sources(options.sources);
  if (!source) return complain("iq", source.error(), kEnvironment);
  RewoundSource packets{**source, options.idle_ms};
  if (origin.inferred) {
    auto inferred = packets.infer();
    if (!inferred) return complain("iq", inferred.error(), kEnvironment);
    link = std::move(inferred->link);
    origin.formats = formats_of(*link);
  }
  if (link) reading.link = &*link;
  IqReader reader{reading, origin};
  IqMeter meter{options.derotate};
  if (auto done = read_all(packets, **source, options, reader, meter, exports); !done)
    return complain("iq", done.error(), kEnvironment);
  const io::SourceInfo& info = (*source)->info();
  for (const io::SourceWarning& warning : info.warnings)
    std::fputs(fmt::format("plumbline iq: {}: {}\n", info.name, warning.text).c_str(), stderr);
  IqReport report{.source = fmt::format("{}", fmt::join(options.sources, " ")),
                  .reader = reader,
                  .meter = meter,
                  .verbose = options.verbose,
                  .interrupted = interrupted()};
  for (const io::InterfaceInfo& interface : info.interfaces) report.lost += interface.dropped;
  const auto exported = exports.finish(meter, report.source, report.files, report.notes);
  const std::string text = options.json ? iq_json(report) : iq_table(report);
  if (auto written = write_text("-", text); !written) return complain("iq", written.error(), kEnvironment);
  if (!exported) return complain("iq", exported.error(), kEnvironment);
  return status_of(reader, meter);
}

void add_exports(CLI::App& command, Options& options) {
  command
      .add_option("--npy", options.exports.npy, "Folder for grids [symbol, subcarrier, I/Q] as NumPy arrays")
      ->type_name("DIR");
  command
      .add_option("--sigmf", options.exports.sigmf,
                  "Folder for SigMF recordings: OFDM symbols in time (inverse FFT, cyclic prefix), cf32_le")
      ->type_name("DIR");
  command
      .add_option("--pictures", options.exports.pictures,
                  "Folder for SVG: constellation, power over time and PRBs, spectrum, exponents")
      ->type_name("DIR");
  command
      .add_option("--shift", options.exports.shift,
                  "Files: divide numbers by 2^N, where exponents make them larger than 16 bits")
      ->check(CLI::Range(0, 15));
  command
      .add_option("--scs-khz", options.scs_khz,
                  "Files: subcarrier spacing where no link tells, 15 to 240 (30)")
      ->check(CLI::IsMember({15, 30, 60, 120, 240}));
}

void add_formats(CLI::App& command, Options& options) {
  auto* link = command.add_option("--link", options.link, "Link file: formats, channels, carriers");
  command.add_option("--compression", options.format.compression, "Format without a link: bfp9, none16, ...")
      ->excludes(link);
  command.add_flag("--dynamic", options.format.dynamic, "udCompHdr is in every section")->excludes(link);
  command
      .add_flag("--ud-comp-len", options.format.ud_comp_len,
                "Sections of the selective methods carry udCompLen")
      ->excludes(link);
  command.add_option("--carrier-prbs", options.format.carrier_prbs, "What numPrbu 0 stands for, e.g. 273")
      ->excludes(link)
      ->check(CLI::Range(1, 1023));
  command
      .add_option("--mulaw-sign", options.mulaw_sign,
                  "How mu-law writes signs, rather than as the link says: twos_complement (default) or "
                  "sign_magnitude")
      ->check(CLI::IsMember({"twos_complement", "sign_magnitude"}));
  command.add_option("--udp-port", options.udp_port, "Destination port of eCPRI over UDP");
}

}  // namespace

void add_iq(CLI::App& program, Run& run) {
  auto options = std::make_shared<Options>();
  CLI::App& command =
      *program.add_subcommand("iq", "Measure the samples of a capture: levels, exponents, constellations");
  command.footer(std::string{kExamples});
  command
      .add_option("SOURCE", options->sources,
                  "Captures (pcap, pcapng, .gz, .zst, -) or kernel:IFACE; several are one time line")
      ->required();
  add_formats(command, *options);
  add_exports(command, *options);
  command.add_option("--eaxc", options->filter.eaxcs, "Only these eAxC ids, e.g. 0,1,4-7,0x102");
  command.add_option("--direction", options->filter.direction, "Only this dataDirection: dl or ul")
      ->check(CLI::IsMember({"dl", "ul"}));
  command.add_option("--slots", options->filter.slots,
                     "Only these slots: frame.subframe.slot..frame.subframe.slot");
  command
      .add_option(
          "--fs-offset", options->fs_offset,
          "FS_Offset of the unit, rather than the link's: full scale is 2^-N of what the format holds")
      ->check(CLI::Range(0, 255));
  command.add_option("--idle-ms", options->idle_ms, "Live: stop when no packet came for so long (0: never)");
  command.add_flag("--derotate", options->derotate,
                   "Constellations: take a common phase out of each allocation");
  command.add_flag("--json", options->json, "JSON instead of the table");
  command.add_flag("-v,--verbose", options->verbose, "A line for each symbolId");
  command.callback([options, &run] {
    options->exports.mu = static_cast<std::uint8_t>(std::countr_zero(options->scs_khz / 15));
    run = [options] { return run_iq(*options); };
  });
}

}  // namespace plumbline::app
