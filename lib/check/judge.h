// All state of one shard, and the way of a packet through it: decode -> track -> rules.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

#include "base/histogram.h"
#include "base/stable_list.h"
#include "check/iq_scope.h"
#include "check/pieces.h"
#include "check/tally.h"
#include "io/packet.h"
#include "profile/link.h"
#include "record/record.pb.h"
#include "track/facts.h"
#include "track/ledger.h"
#include "track/sequence.h"
#include "track/slots.h"
#include "track/streams.h"
#include "track/traits.h"

namespace plumbline::check {

/// Which coupling groups a Judge owns.
struct Shard {
  std::uint32_t index = 0;
  std::uint32_t count = 1;
};

class Judge {
 public:
  /// `link` may be nullptr and is borrowed.
  Judge(const profile::Link* link, Shard shard, IqScope scope);

  /// The next packet of the input; every shard gets every packet, in order.
  void packet(const io::Packet& packet);
  /// The input has ended: what is still open is inconclusive.
  void finish();
  /// Counts, findings and what was seen, of this shard. After finish().
  record::Result result() const;

 private:
  /// Sections kinds that change which rules apply: variants of a stream's messages.
  static constexpr std::size_t kVariants = 12;

  /// Hot state of a stream: at most 128 octets.
  struct StreamHot {
    track::SequenceTracker sequence;
    track::SlotNumber last_slot = -1;
    std::uint64_t signature = 0;
    std::uint64_t messages = 0, octets = 0, sections = 0;
    std::uint64_t order = 0;  ///< of the last message, over all messages of the input
    std::uint32_t loss_mark = 0;
    std::uint32_t sibling = track::kNone;
    std::uint32_t sibling_messages = 0;  ///< of the sibling, at the last message of this one; modulo 2^32
    std::uint32_t cell = track::kNone;
    std::uint32_t pair = 0;
    std::array<std::uint16_t, kVariants> classes{};  ///< 1 + index into classes_
    const track::StreamTraits* traits = nullptr;
    std::uint16_t lost_rule =
        0;  ///< 1 + index of the rule that says why its messages miss elsewhere; 0: none
    bool mine = false;
    bool stray = false;  ///< the last message may have been meant for another slot
  };
  static_assert(sizeof(StreamHot) <= 128);

  /// What is seldom touched.
  struct StreamCold {
    track::FlowKey flow;
    track::StreamTraits traits;
    record::Stream seen;
  };

  struct PairState {
    track::SlotUnwrap slots;
    bool uplink_seen = false;  ///< some UL U-plane travelled between these two
    std::uint64_t pending_requests = 0;
    std::vector<Kept> pending;  ///< of CUS-CU-004, while no uplink has been seen
  };

  /// Slots that a message is missing from: what misses there follows from why. Either a sequence gap left
  /// it out, or a message went astray: it came, but it names the wrong slot, or things in it are wrong.
  struct Gap {
    radio::Plane plane{};
    bool stray = false;
    track::SlotNumber from = 0, to = -1;  ///< kOpen: to the slot of the next message of the stream
    std::uint16_t rule = 0;               ///< 1 + index
  };
  static constexpr track::SlotNumber kOpen = INT64_MAX;

  /// Fails that may follow from a gap which shows only later.
  struct Unexplained {
    std::vector<std::pair<track::SlotNumber, std::uint64_t>>
        slots;               ///< fails of each; the last may hold more
    std::vector<Kept> kept;  ///< the first of them
    static constexpr std::size_t kMostSlots = 32;
    /// One more; returns what takes its finding.
    std::vector<Kept>* add(track::SlotNumber slot);
  };

  /// A message that its own stream misses: it could not be read, or went to another stream.
  struct Lost {
    std::uint64_t source = 0;  ///< MAC address
    std::uint64_t order = 0;   ///< see StreamHot
    std::uint16_t rule = 0;    ///< 1 + index of the rule that tells why; 0: none
    bool any_plane = false, any_eaxc = false, any_sequence = false;  ///< not known
    radio::Plane plane{};
    radio::Eaxc eaxc;
    std::uint8_t sequence = 0;
  };

  struct CellState {
    track::Cell cell;
    std::uint32_t stream = 0;           ///< index of one of its streams, for place and traits
    track::StreamTraits uplink;         ///< of UL U-plane, when the cell is UL
    std::uint64_t pending_unknown = 0;  ///< CUS-CU-001 before any C-plane was seen
    std::vector<Kept> pending;
    Unexplained described, complete;  ///< CUS-CU-001 and CUS-CU-004
    std::array<Gap, 8> gaps{};        ///< the last ones, of both planes
    std::size_t gap_count = 0;
    std::uint32_t loss_mark = 0;
    std::uint32_t pair = 0;
  };

  struct Deadline {
    std::int64_t at_ns;
    std::uint32_t cell;
    track::SlotNumber slot;
    friend bool operator<(const Deadline& a, const Deadline& b) {
      return std::tie(b.at_ns, b.cell, b.slot) <
             std::tie(a.at_ns, a.cell, a.slot);  // least on top of the heap
    }
  };

  /// A packet and who sent it to whom.
  struct Origin {
    const io::Packet& packet;
    const wire::Frame& frame;
    track::FlowKey flow;
    track::PairId pair;
  };

  /// The headers of a C- or U-plane message.
  struct Headers {
    wire::EcpriIds ids;
    wire::CplaneHeader c;
    wire::UplaneHeader u;
    bool readable = false;
    bool fragment = false;  ///< of a message that the radio transport cut into pieces
  };

  /// A message on its way.
  struct Passage {
    const io::Packet& packet;
    const wire::Frame& frame;
    const wire::EcpriMessage& ecpri;
    wire::View body;  ///< behind ecpriSeqid
    StreamHot& hot;
    record::Stream& seen;
    CellState* cell = nullptr;  ///< none: its channel is not configured, or a limit was reached
    track::SlotNumber slot = -1;
    Where& where;
    track::MessageFacts facts;
    ClassEntry* entry = nullptr;
    bool slot_known = true;    ///< false: its frame is not now, or its slot none: it says nothing of any slot
    Series* series = nullptr;  ///< of a message in pieces; without `joined` this is the first of them
    bool joined = false;       ///< all of them
  };

  void judge_transport(const track::TransportFacts& transport, Where& where);
  void message(const Origin& origin, const wire::EcpriMessage& ecpri, bool mixed);
  inline static void read_headers(const wire::EcpriMessage& ecpri, bool is_c, bool is_u, Headers& headers,
                                  track::TransportFacts& transport);
  /// What is behind the ids of a message, in its stream. Of one in pieces: `series`, and `joined` octets when
  /// all are there.
  inline void message_body(const Origin& origin, const wire::EcpriMessage& ecpri, const wire::View* joined,
                           const Headers& headers, Where& where, Series* series);
  [[gnu::cold]] void piece(const Origin& origin, const wire::EcpriMessage& ecpri, wire::EcpriIds ids,
                           wire::UplaneHeader header, bool readable, Where& where);
  [[gnu::cold]] void piece_message(const Origin& origin, const wire::EcpriMessage& ecpri,
                                   const wire::View* joined, const Headers& headers, Where& where,
                                   Series& series);
  std::uint32_t find_pieces(const Origin& origin, radio::Eaxc eaxc);
  void joined_pieces(const Origin& origin, const wire::EcpriMessage& ecpri, wire::EcpriIds ids,
                     const wire::Piece& piece, Where& where);
  void judge_piece(const wire::Piece& piece, const wire::EcpriMessage& ecpri, const wire::EcpriIds& ids,
                   PieceStream& stream, Where& where);
  void judge_series(const wire::Incomplete& incomplete);
  void settle_incomplete();
  void note_open_pieces(std::uint32_t cell, track::SlotNumber slot);
  void finish_pieces();
  void fill_pieces(record::Totals& totals) const;
  std::uint16_t lost_piece(const PieceStream& stream) const;
  bool owns(std::uint32_t pair, radio::Eaxc eaxc) const;
  void stream_message(Passage& p, const wire::CplaneHeader* c, bool framing_bad);
  inline std::uint32_t find_stream(const Origin& origin, radio::Plane plane, radio::Direction direction,
                                   radio::Eaxc eaxc);
  void add_stream(const Origin& origin, std::uint32_t index, radio::Plane plane, radio::Direction direction,
                  radio::Eaxc eaxc);
  inline bool observe_sequence(Passage& p);
  void note_lost(const Where& where, const track::StreamTraits* traits, std::uint16_t lost_rule,
                 const wire::EcpriIds* ids);
  std::uint16_t lost_elsewhere(const track::StreamTraits& traits) const;
  std::uint16_t explained_by_loss(const Passage& p, std::uint64_t since) const;
  void note_gap(const Passage& p, std::uint16_t lost);
  void settle_unexplained(const Passage& p);
  void note_stray(const Passage& p);
  static void close_stray(const Passage& p);
  void add_gap(std::uint32_t cell, const Gap& gap);
  void explain(std::uint32_t cell, radio::Plane plane, track::SlotNumber from, track::SlotNumber to,
               std::uint16_t rule);
  static std::uint16_t explained_by_gap(const CellState& state, radio::Plane plane, track::SlotNumber slot,
                                        bool strays_only = false);
  inline static void observe_time(Passage& p);
  inline void count_arrival(const Passage& p);
  inline ClassEntry& entry_of(const Passage& p, bool framing_bad);
  [[gnu::cold]] std::uint16_t add_class(const Passage& p, bool framing_bad);
  void find_cell(std::uint32_t stream);
  /// Closes the requests of the slot that a message of another one is about to push out of the ledger.
  void make_room(std::uint32_t cell, track::SlotNumber slot, bool describes) {
    const track::SlotNumber old = cells_[cell].cell.evicts(slot, describes);
    if (old >= 0) [[unlikely]]
      close_requests(cell, old, true);
  }
  void note_own_loss(std::uint32_t cell, track::SlotNumber slot, bool anywhere = false);
  inline void find_own_loss(Passage& p);
  inline static void count_stream(const Passage& p);
  [[gnu::cold]] void keep_head(const Passage& p, bool duplicate);
  [[gnu::cold]] static bool recall_head(Passage& p);
  void note_unknown(const Series& series);

  void cplane(Passage& p, const wire::CplaneHeader& header);
  void note_sleep(const Passage& p, const wire::CplaneHeader& header);
  bool section(Passage& p, const wire::CplaneHeader& header, const wire::Section& section, unsigned symbol);
  inline track::DescribeFacts describe(const Passage& p, const track::Description& description);
  std::uint64_t extensions(Passage& p, const wire::Section& section, track::ModulationFacts& modulation);
  void ask(Passage& p, CellState& cell, const track::Description& description);
  void run_deadlines();
  void close_requests(std::uint32_t cell, track::SlotNumber slot, bool given_up);

  void uplane(Passage& p);
  track::UplaneWalkFacts diagnose(const Passage& p, const wire::UplaneWalk& walk,
                                  const wire::UplaneSection* head) const;
  [[gnu::cold]] void misfit(Passage& p);
  void uplane_section(Passage& p, const wire::UplaneSection& section, bool look);
  void prbs(const Passage& p, const wire::UplaneSection& section, const track::DeliverFacts& deliver);
  static track::ModulationFacts modulation(const Passage& p, const wire::UplaneSection& section,
                                           const track::DeliverFacts& deliver);
  inline track::DeliverFacts deliver(Passage& p, const wire::UplaneSection& section);
  void uplane_unknown(Passage& p);
  void coupling_damage(const Passage& p);

  void fill_rules(record::Result& result) const;
  void fill_iq(record::Iq& iq) const;
  void add_iq_lacks(std::uint32_t needs, std::vector<std::string>& lacks) const;

  const profile::Link* link_;
  Shard shard_;
  bool by_eaxc_;
  std::size_t subframes_open_;  ///< between a C-plane message and the end of its answer's window
  IqScope scope_;
  bool counts_packets_;  ///< the first shard counts what belongs to no group

  record::Totals totals_;
  Tally tally_;
  // Of the packet and the message at hand, kept here because clearing them costs more than reading them. Of
  // sections there is one more than the message has.
  wire::Frame frame_;
  wire::EcpriMessage ecpri_;
  std::vector<wire::Section> c_sections_ = std::vector<wire::Section>(8);
  std::vector<wire::UplaneSection> u_sections_ = std::vector<wire::UplaneSection>(8);
  track::PairTable pairs_;
  track::DenseIndex stream_index_;
  track::DenseIndex cell_index_;
  std::vector<StreamHot> hot_;
  StableList<StreamCold> cold_;
  StableList<ClassEntry> classes_;
  std::array<ClassEntry, 4> transport_;
  std::vector<PairState> pair_state_;
  StableList<CellState> cells_;
  std::vector<std::uint32_t> cell_of_index_;  ///< position in cells_ of a number of cell_index_
  std::vector<Deadline> deadlines_;
  std::array<std::unique_ptr<Histogram>, track::kArrivalClasses> arrivals_;
  struct WindowCounts {
    std::uint64_t early = 0, on_time = 0, late = 0;
    bool has_window = false;
    radio::Window window;
  };
  std::array<WindowCounts, track::kArrivalClasses> windows_{};
  std::int64_t watermark_ns_ = INT64_MIN;
  std::int64_t next_deadline_ns_ = INT64_MAX;  ///< of deadlines_, or when a piece gets too old
  std::unique_ptr<Pieces> pieces_;             ///< none before the first piece
  std::array<Lost, 16> lost_{};                ///< the last ones
  std::size_t lost_count_ = 0;
  std::uint32_t losses_ = 0;
  bool losing_ = false;  ///< the last packet was marked: marks in a row are one place
  std::uint64_t order_ = 0;
  std::uint64_t requests_ = 0;
  std::uint64_t prbs_ = 0, prbs_judged_ = 0, prbs_cut_ = 0;  ///< as in record::Iq
  std::uint64_t modulation_unknown_ = 0;  ///< of these judged: PRBs of which the C-plane says no scaler
  bool cell_without_cplane_ = false, pair_without_uplink_ = false;
};

}  // namespace plumbline::check
