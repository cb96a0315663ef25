#include "emulator/allocations.h"

#include <atomic>
#include <cstdlib>
#include <new>

namespace plumbline::emulator::test {
namespace {

std::atomic<std::size_t> counted{0};

}  // namespace

std::size_t allocations() { return counted; }

}  // namespace plumbline::emulator::test

void* operator new(std::size_t octets) {
  ++plumbline::emulator::test::counted;
  if (void* room = std::malloc(octets == 0 ? 1 : octets)) return room;
  throw std::bad_alloc{};
}
void* operator new(std::size_t octets, const std::nothrow_t&) noexcept {
  ++plumbline::emulator::test::counted;
  return std::malloc(octets == 0 ? 1 : octets);
}
void operator delete(void* room) noexcept { std::free(room); }
void operator delete(void* room, std::size_t) noexcept { std::free(room); }
void operator delete(void* room, const std::nothrow_t&) noexcept { std::free(room); }
