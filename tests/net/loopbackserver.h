// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "client/net/endpoint.h"

#include <QByteArray>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace Aeroscope::Test {

/// The server's end of an accepted connection, blocking. Closed when the script returns.
class Peer
{
public:
    explicit Peer(int descriptor)
        : m_descriptor(descriptor)
    {}
    ~Peer() { close(); }
    Peer(const Peer &) = delete;
    Peer &operator=(const Peer &) = delete;

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    /// Exactly `size` bytes, or what came before the end.
    QByteArray read(qsizetype size);
    /// One whole frame: 8-byte header and body; empty at the end of the stream.
    QByteArray readFrame();
    /// False when the client has gone.
    bool write(QByteArrayView bytes);
    /// Each byte in a segment of its own.
    bool writeSlowly(QByteArrayView bytes);
    /// Ends our direction only.
    void finish();
    /// Waits until the client closes; true when it did so without another byte.
    bool waitForEnd();
    /// Reads and forgets until the client closes.
    void drain();
    /// Closes with a reset instead of an end.
    void reset();
    void close();
    /// Any thread: makes what blocks here end.
    void interrupt();

private:
    std::mutex m_mutex; // the number may be another's as soon as it is closed
    std::atomic<int> m_descriptor;
};

/// A listener on loopback that runs a script in a thread for each connection.
class LoopbackServer
{
public:
    using Script = std::function<void(Peer &)>;

    explicit LoopbackServer(Script script, bool ipv6 = false);
    /// Ends the listener and the connections and joins all threads.
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer &) = delete;
    LoopbackServer &operator=(const LoopbackServer &) = delete;

    [[nodiscard]] Net::Endpoint endpoint() const { return m_endpoint; }
    [[nodiscard]] int accepted() const { return m_accepted; }
    /// Ends the connections that are there; the listener stays.
    void dropConnections();

private:
    void accept();

    Script m_script;
    Net::Endpoint m_endpoint;
    int m_listener = -1;
    std::atomic<int> m_accepted = 0;
    std::mutex m_mutex;
    std::vector<Peer *> m_peers;
    std::vector<std::thread> m_threads;
    std::thread m_acceptor;
};

/// Takes no connection and refuses none: its queue is full, so a connect hears nothing.
class SilentListener
{
public:
    SilentListener();
    ~SilentListener();
    SilentListener(const SilentListener &) = delete;
    SilentListener &operator=(const SilentListener &) = delete;

    [[nodiscard]] Net::Endpoint endpoint() const { return m_endpoint; }

private:
    Net::Endpoint m_endpoint;
    int m_listener = -1;
    std::vector<int> m_fillers;
};

/// A loopback port where nobody listens.
[[nodiscard]] Net::Endpoint closedEndpoint();

/// 8-byte proto header of a message (type 3) and the body.
[[nodiscard]] QByteArray frame(QByteArrayView body, int type = 3, int version = 2);

} // namespace Aeroscope::Test
