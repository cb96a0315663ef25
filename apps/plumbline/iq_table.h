// What `plumbline iq` says: a table for people, JSON for programs.
#pragma once

#include <string>
#include <vector>

#include "plumbline/iq_measure.h"
#include "plumbline/iq_reader.h"

namespace plumbline::app {

/// A run and what there is to say of it. Borrowed.
struct IqReport {
  std::string source;
  const IqReader& reader;
  const IqMeter& meter;
  bool verbose = false;  ///< a line for each symbolId
  bool interrupted = false;
  std::uint64_t lost = 0;          ///< packets that the capture says it lost
  std::vector<std::string> files;  ///< that were written
  std::vector<std::string> notes;  ///< what there is to say of them
};

/// Names of rows and of their files: "eaxc0x0004_ul_prach_bfp9", with the number of the address pair in front
/// where there are several and with the method and width where one channel has several.
std::string row_name(const IqMeter& meter, std::size_t row);

std::string iq_table(const IqReport& report);
std::string iq_json(const IqReport& report);

/// "QPSK", "16QAM", ...
std::string_view name_of(iq::Modulation modulation);
/// "bfp9".
std::string name_of(const iq::Format& format);
/// "DL", "UL".
std::string_view name_of(radio::Direction direction);

}  // namespace plumbline::app
