// A record for machines.
#pragma once

#include <string>

#include "record/record.pb.h"

namespace plumbline::report {

/// Version of the form that render_json() writes: grows when a reader would have to change.
inline constexpr int kJsonVersion = 1;

/// The whole record as JSON: {"plumbline_record": 1, "verdict": ..., "result": {...}, "provenance": {...}}.
/// Keys are the names of record.proto in its order, every key is there in every record (a message that is
/// absent is null), 64-bit numbers are numbers, enumerations lower-case words without their prefix ("fail",
/// "u_dl"; a number where there is no word), octets "02:00:00:00:00:01". All is ASCII; in text that is not
/// UTF-8, U+FFFD stands for what is wrong. The same record gives the same octets; the last is a newline.
std::string render_json(const record::Record& record);

/// A run of the catalogue in the same form: {"plumbline_run": 1, "verdict": ..., "result": {...}, ...}.
std::string render_json(const record::RunRecord& record);

}  // namespace plumbline::report
