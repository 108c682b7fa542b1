// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// How the fuzzer changes an input of fuzz_node. Most changes keep the frames right (packet sizes, sizes of
// fields and ops), so that what they hold is looked at; some do not, so that the frames are.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <random>
#include <vector>

extern "C" size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);

namespace {

using Bytes = std::vector<uint8_t>;

constexpr size_t packetHeader = 8;
constexpr size_t messageHeader = 22;
constexpr size_t adminHeader = 16;
constexpr size_t largestGrowth = 256;
constexpr uint8_t adminPacket = 2, messagePacket = 3;

uint32_t load32(const uint8_t *at)
{
    return uint32_t{at[0]} << 24 | uint32_t{at[1]} << 16 | uint32_t{at[2]} << 8 | at[3];
}

void store32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; ++i)
        at[i] = static_cast<uint8_t>(value >> (24 - 8 * i));
}

uint32_t load16(const uint8_t *at)
{
    return uint32_t{at[0]} << 8 | at[1];
}

/// Whole packets from the front, and what is left.
std::vector<Bytes> split(const uint8_t *data, size_t size)
{
    std::vector<Bytes> packets;
    size_t at = 0;
    while (size - at >= packetHeader) {
        uint64_t body = 0;
        for (size_t i = 2; i < packetHeader; ++i)
            body = body << 8 | data[at + i];
        if (body > size - at - packetHeader)
            break;
        packets.emplace_back(data + at, data + at + packetHeader + body);
        at += packetHeader + body;
    }
    if (at < size)
        packets.emplace_back(data + at, data + size);
    return packets;
}

void setSize(Bytes &packet)
{
    uint64_t body = packet.size() - packetHeader;
    for (size_t i = packetHeader - 1; i >= 2; --i, body >>= 8)
        packet[i] = static_cast<uint8_t>(body);
}

size_t join(const std::vector<Bytes> &packets, uint8_t *data, size_t maxSize)
{
    size_t size = 0;
    for (const Bytes &packet : packets) {
        if (packet.size() > maxSize - size)
            break;
        std::memcpy(data + size, packet.data(), packet.size());
        size += packet.size();
    }
    return size;
}

/// Changes the bytes from `begin` to `end`; gives how many there are then.
size_t change(Bytes &bytes, size_t begin, size_t end)
{
    Bytes part(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
               bytes.begin() + static_cast<std::ptrdiff_t>(end));
    const size_t before = part.size();
    part.resize(before + largestGrowth);
    part.resize(LLVMFuzzerMutate(part.data(), before, part.size()));
    bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(begin),
                bytes.begin() + static_cast<std::ptrdiff_t>(end));
    bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(begin), part.begin(), part.end());
    return part.size();
}

/// A field or op: its size word is at `at`.
struct Part
{
    size_t at;
    size_t size; ///< of what follows the size word
    bool isOp;
};

std::vector<Part> partsOf(const Bytes &packet)
{
    std::vector<Part> parts;
    const bool message = packet[1] == messagePacket;
    const size_t header = packetHeader + (message ? messageHeader : adminHeader);
    if (packet.size() < header || (!message && packet[1] != adminPacket))
        return parts;
    const uint32_t fields = message ? load16(&packet[packetHeader + 18]) : packet[packetHeader + 3];
    const uint32_t ops = message ? load16(&packet[packetHeader + 20]) : 0;
    size_t at = header;
    for (uint32_t i = 0; i < fields + ops && packet.size() - at > 4; ++i) {
        const size_t size = load32(&packet[at]);
        if (size > packet.size() - at - 4)
            break;
        parts.push_back({at, size, i >= fields});
        at += 4 + size;
    }
    return parts;
}

class Mutator
{
public:
    explicit Mutator(unsigned seed)
        : m_random(seed)
    {}

    void run(std::vector<Bytes> &packets)
    {
        Bytes &packet = packets[below(packets.size())];
        if (packet.size() < packetHeader) {
            changeRaw(packet);
            return;
        }
        switch (below(16)) {
        case 0:
            changeRaw(packet);
            break;
        case 1:
            packets.push_back(packet);
            std::swap(packets.back(), packets[below(packets.size())]);
            break;
        case 2:
            if (packets.size() > 1)
                packets.erase(packets.begin() + (&packet - packets.data()));
            break;
        case 3:
        case 4:
        case 5:
            change(packet, packetHeader, packet.size());
            setSize(packet);
            break;
        case 6:
        case 7:
            changeHeader(packet);
            break;
        case 8:
            repeatOrDropPart(packet);
            break;
        default:
            changePart(packet);
            break;
        }
    }

private:
    size_t below(size_t count) { return m_random() % count; }

    static void changeRaw(Bytes &packet) { change(packet, 0, packet.size()); }

    /// One of the flags and words of the message's header.
    void changeHeader(Bytes &packet)
    {
        if (packet.size() < packetHeader + adminHeader)
            return changeRaw(packet);
        const size_t last = std::min(packet.size(), packetHeader + messageHeader) - packetHeader;
        packet[packetHeader + below(last)] ^= static_cast<uint8_t>(1u << below(8));
    }

    /// The content of a field or op, its type and name included, with its size put right.
    void changePart(Bytes &packet)
    {
        const std::vector<Part> parts = partsOf(packet);
        if (parts.empty()) {
            change(packet, packetHeader, packet.size());
            return setSize(packet);
        }
        const Part part = parts[below(parts.size())];
        // The value alone, mostly: changed types and names rarely get far.
        size_t skip = below(8) == 0 ? 0 : part.isOp ? 4 : 1;
        if (part.isOp && skip != 0 && part.size >= 4)
            skip += packet[part.at + 7];
        skip = std::min(skip, part.size);
        const size_t size = change(packet, part.at + 4 + skip, part.at + 4 + part.size);
        store32(&packet[part.at], static_cast<uint32_t>(skip + size));
        setSize(packet);
    }

    void repeatOrDropPart(Bytes &packet)
    {
        const std::vector<Part> parts = partsOf(packet);
        if (parts.empty() || packet[1] != messagePacket)
            return;
        const Part part = parts[below(parts.size())];
        const auto begin = packet.begin() + static_cast<std::ptrdiff_t>(part.at);
        const Bytes copy(begin, begin + static_cast<std::ptrdiff_t>(4 + part.size));
        const bool repeats = below(2) == 0;
        if (repeats)
            packet.insert(begin, copy.begin(), copy.end());
        else
            packet.erase(begin, begin + static_cast<std::ptrdiff_t>(copy.size()));
        uint8_t *count = &packet[packetHeader + (part.isOp ? 20 : 18)];
        const uint32_t changed = load16(count) + (repeats ? 1 : 0xffff);
        count[0] = static_cast<uint8_t>(changed >> 8);
        count[1] = static_cast<uint8_t>(changed);
        setSize(packet);
    }

    std::minstd_rand m_random;
};

} // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t maxSize, unsigned int seed)
{
    std::vector<Bytes> packets = split(data, size);
    if (packets.empty())
        return LLVMFuzzerMutate(data, size, maxSize);
    Mutator mutator(seed);
    mutator.run(packets);
    return join(packets, data, maxSize);
}

extern "C" size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2,
                                            size_t size2, uint8_t *out, size_t maxSize, unsigned int seed)
{
    std::minstd_rand random(seed);
    std::vector<Bytes> packets;
    for (const std::vector<Bytes> &source : {split(data1, size1), split(data2, size2)}) {
        const size_t first = source.empty() ? 0 : random() % source.size();
        packets.insert(packets.end(), source.begin() + static_cast<std::ptrdiff_t>(first), source.end());
    }
    return join(packets, out, maxSize);
}
