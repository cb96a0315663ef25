// What `decode -v` says of a value: masks, units, lengths, and what is reserved.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

#include "rendered.h"
#include "text/render.h"

namespace plumbline::text {
namespace {

const std::string kUplaneHead = "0001 0080 902a3040 ";

TEST(Meaning, SaysWhatMasksNameAndWhatIsReserved) {
  const auto has = [](const std::string& tree, std::initializer_list<const char*> lines) {
    for (const char* line : lines) EXPECT_NE(tree.find(line), std::string::npos) << line << '\n' << tree;
  };
  has(render(write_tree, framed("10020020 0001 0b80 90fff43f 0101 9900 0010006a a3cf 8000 8c01 0205 94000101 "
                                "00050001 a5c0 0000")),
      {"subframeId              15        a frame has no such subframe\n",
       "slotId                  16        reserved\n",
       "startSymbolId           63        a slot has no such symbol\n",
       "udCompMeth              9         reserved\n", "reMask                  0xa3c     RE 0, 2, 6–9\n",
       "numSymbol               15        reserved\n", "beamId                  0         no beamforming\n",
       "extLen                  1         4 octets\n",
       "symbolMask              0x0205    symbols 0, 2, 9\n"});
  has(render(write_tree, framed("10020014 0001 0280 1f2a303f ff07 0000 22beef a5130000 00")),
      {"filterIndex             15        reserved in this section type\n",
       "startSymbolId           63        reserved in this section type\n",
       "numberOfsections        255       reserved in this section type\n",
       "sfnSf                   1299      SFN 81, subframe 3\n"});
  has(render(write_tree, framed("1002001c 0009 0780 102a3040 010a 0000 01e63204fffe7fff 04000002 30010800")),
      {"symInc                  1         reserved in this section type\n",
       "ueId                    32767     no UE\n", "measTypeId              4         MEAS_IPN_ALLOC\n",
       "measDataSize            2         8 octets\n", "symbolMask              0x3001    symbols 0, 12–13\n",
       "ipnPower                2048      reserved\n"});
  has(render(write_tree, framed("1000000c" + kUplaneHead + "00140401")),
      {"symInc                  1         prohibited in the U-plane\n"});
  Context sinr;
  sinr.cplane.sinr = wire::SinrFormat{false, 8, 0};
  has(render(write_line, framed("10020012 0001 0480 102a3044 0109 0000 01180602 0102"), sinr),
      {"sec 17 PRB 6–8 step 2\n"});
  has(render(write_tree, framed("10020012 0001 0480 102a3044 0109 0000 01180602 0102"), sinr),
      {"startSymbolId           4         symbolId of this section type\n"});
}

}  // namespace
}  // namespace plumbline::text
