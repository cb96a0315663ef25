#include "check/checker.h"

#include <barrier>
#include <deque>
#include <thread>
#include <vector>

#include "check/judge.h"
#include "record/merge.h"

namespace plumbline::check {

namespace {

/// Packets whose headers are on their way from memory while another is judged.
constexpr std::size_t kAhead = 4;

void run(Judge& judge, std::span<const io::Packet> packets) {
  for (std::size_t i = 0; i < packets.size(); ++i) {
    if (i + kAhead < packets.size()) __builtin_prefetch(packets[i + kAhead].octets.data());
    judge.packet(packets[i]);
  }
}

}  // namespace

/// One judge a worker. The caller's thread is the first worker; the others meet it before and after every
/// batch.
struct Checker::Workers {
  Workers(const profile::Link* link, unsigned count, IqScope scope) : begin{count}, end{count} {
    for (std::uint32_t i = 0; i < count; ++i) judges.emplace_back(link, Shard{i, count}, scope);
    for (std::uint32_t i = 1; i < count; ++i) threads.emplace_back([this, i] { work(judges[i]); });
  }
  void work(Judge& judge) {
    while (true) {
      begin.arrive_and_wait();
      if (stop) return;
      run(judge, batch);
      end.arrive_and_wait();
    }
  }
  void join() {
    if (threads.empty()) return;
    stop = true;
    begin.arrive_and_wait();
    for (std::thread& thread : threads) thread.join();
    threads.clear();
  }

  std::deque<Judge> judges;
  std::vector<std::thread> threads;
  std::barrier<> begin, end;
  std::span<const io::Packet> batch;
  bool stop = false;
};

Checker::Checker(const profile::Link* link, unsigned workers, IqScope scope)
    : workers_{std::make_unique<Workers>(link, workers == 0 ? 1 : workers, scope)} {}

Checker::~Checker() { workers_->join(); }

void Checker::feed(std::span<const io::Packet> packets) {
  if (packets.empty()) return;
  Workers& w = *workers_;
  w.batch = packets;
  if (!w.threads.empty()) w.begin.arrive_and_wait();
  run(w.judges.front(), packets);
  if (!w.threads.empty()) w.end.arrive_and_wait();
}

record::Result Checker::finish() {
  workers_->join();
  record::Result result;
  for (Judge& judge : workers_->judges) {
    judge.finish();
    record::merge(result, judge.result());
  }
  return result;
}

}  // namespace plumbline::check
