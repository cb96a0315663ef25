// Which PRBs were asked for in UL, and which of them came.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "emulator/asked.h"
#include "radio/types.h"

namespace plumbline::emulator {

/// What an O-DU knows of its requests, in PRBs x symbols. Only what came on time counts as come.
struct Answers {
  std::uint64_t asked = 0;      ///< whose Ta4 window is over
  std::uint64_t answered = 0;   ///< of these
  std::uint64_t not_asked = 0;  ///< came though nothing asked for them, or once more than asked
  friend bool operator==(const Answers&, const Answers&) = default;
};

/// Requests that wait for their U-plane, each until its window is over: memory is bounded by what is open.
/// In the steady state nothing is allocated.
class Requests {
 public:
  /// A slot of an eAxC; PRACH and what shares its id differ in filterIndex.
  struct Key {
    std::int64_t slot = 0;  ///< since absolute frame 0
    radio::Eaxc eaxc;
    std::uint8_t filter_index = 0;
    friend bool operator==(const Key&, const Key&) = default;
  };
  static constexpr unsigned kSymbols = 14;

  /// Opens a request; its U-plane is awaited up to `closes_ns`, the same for all of one symbol. What is open
  /// already is asked for once: sections of one id that differ in reMask share their U-plane (CUS v17.01
  /// 7.8.1). Symbols beyond kSymbols are left out.
  void ask(const Key& key, const Asked& asked, std::int64_t closes_ns);
  /// The same of those PRBs that no request of this section id in that symbol has asked for yet.
  void ask_once(const Key& key, const Asked& asked, std::int64_t closes_ns);
  /// Up to when the U-plane of a symbol is awaited; nothing: nothing is open there.
  std::optional<std::int64_t> awaited_until_ns(const Key& key, unsigned symbol);
  /// PRBs of section `id` came. False: nothing of that id was asked for in that symbol, or it is over.
  bool came(const Key& key, unsigned symbol, std::uint16_t id, const radio::PrbRange& prbs);
  /// Closes what is awaited before `now_ns` only.
  void pass(std::int64_t now_ns) {
    if (now_ns > next_close_ns_) close(now_ns);
  }
  const Answers& answers() const { return answers_; }
  /// Slots that are open.
  std::size_t open() const { return keys_.size(); }

 private:
  static constexpr std::uint16_t kNone = 0xFFFF;
  struct Entry {
    std::uint16_t section, next;
    radio::PrbRange prbs;
    std::uint32_t marks;  ///< index of the first of its words
  };
  struct Slot {
    std::array<std::int64_t, kSymbols> closes_ns{};
    std::array<std::uint16_t, kSymbols> head{};
    std::vector<Entry> entries;
    std::vector<std::uint64_t> marks;  ///< a bit each PRB that came
  };
  /// Index into keys_, or its size.
  std::size_t find(const Key& key);
  void close(std::int64_t now_ns);
  /// False: `prbs` are not as a whole open in `entry`.
  static bool mark(Slot& slot, const Entry& entry, const radio::PrbRange& prbs);
  bool mark_one(Slot& slot, std::uint16_t head, std::uint16_t id, std::uint32_t prb);

  std::vector<Key> keys_;
  std::vector<std::uint32_t> slot_of_;  ///< by index into keys_, into slots_
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> runs_;  ///< of ask_once()
  std::size_t last_ = 0;
  std::int64_t next_close_ns_ = std::numeric_limits<std::int64_t>::max();
  Answers answers_;
};

}  // namespace plumbline::emulator
