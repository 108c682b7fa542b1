// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ui/workbench/encryptedlog.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace Aeroscope::Workbench {

namespace {

// Layout: magic, 16 bytes of salt, then frames: length (4 bytes, little endian) and as many sealed bytes. The
// first frame proves the key.
constexpr QByteArrayView magic("AEROLOG1");
constexpr QByteArrayView proof("key");
constexpr qsizetype saltSize = 16;
constexpr qsizetype headerSize = 8 + saltSize;
constexpr quint32 longestFrame = 256U << 20;

std::unexpected<Error> failed(const QString &file, const char *what)
{
    return std::unexpected(Error::internal(
        u"%1: %2: %3"_s.arg(file, QString::fromLatin1(what), QString::fromLocal8Bit(std::strerror(errno)))));
}

bool writeAll(int fd, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(fd, bytes.data(), static_cast<size_t>(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

bool syncFolder(const QString &file)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(file).absolutePath());
    const int fd = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    const bool done = ::fsync(fd) == 0;
    ::close(fd);
    return done;
}

} // namespace

EncryptedLog::EncryptedLog(QString file, DataKey key)
    : m_file(std::move(file))
    , m_key(std::move(key))
{}

EncryptedLog::~EncryptedLog()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

Result<void> EncryptedLog::lock()
{
    const QByteArray name = QFile::encodeName(m_file);
    // The file may be replaced by another process while we wait for its lock.
    for (;;) {
        if (m_fd < 0) {
            if (!QDir().mkpath(QFileInfo(m_file).absolutePath()))
                return failed(m_file, "no folder");
            m_fd = ::open(name.constData(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
            if (m_fd < 0)
                return failed(m_file, "open");
        }
        while (::flock(m_fd, LOCK_EX) != 0) {
            if (errno != EINTR)
                return failed(m_file, "lock");
        }
        struct stat held = {};
        struct stat named = {};
        if (::fstat(m_fd, &held) == 0 && ::stat(name.constData(), &named) == 0 &&
            held.st_ino == named.st_ino && held.st_dev == named.st_dev)
            return {};
        ::close(m_fd);
        m_fd = -1;
    }
}

void EncryptedLog::unlock()
{
    ::flock(m_fd, LOCK_UN);
}

QByteArray EncryptedLog::header()
{
    m_salt = DataKey::random().bytes().first(saltSize);
    return magic.toByteArray() + m_salt + framed(proof.toByteArray());
}

QByteArray EncryptedLog::framed(const QByteArray &entry) const
{
    const QByteArray sealed = m_key.seal(entry, m_salt);
    QByteArray frame(4, Qt::Uninitialized);
    qToLittleEndian(static_cast<quint32>(sealed.size()), frame.data());
    return frame + sealed;
}

Result<EncryptedLog::Entries> EncryptedLog::readLocked(int *damaged, qint64 *goodBytes)
{
    if (damaged)
        *damaged = 0;
    *goodBytes = 0;
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return std::unexpected(Error::internal(u"%1: %2"_s.arg(m_file, file.errorString())));
    const QByteArray all = file.readAll();
    const auto foreign = [&] {
        return std::unexpected(Error::invalidArgument(
            u"%1: it is no log of ours, or was encrypted with another key"_s.arg(m_file)));
    };
    const QByteArrayView view(all);
    if (view.size() < headerSize) {
        // Made, and cut short before anything was in it.
        if (magic.startsWith(view.first(std::min(view.size(), magic.size()))))
            return Entries();
        return foreign();
    }
    if (!view.startsWith(magic))
        return foreign();
    m_salt = view.sliced(magic.size(), saltSize).toByteArray();
    Entries entries;
    qsizetype at = headerSize;
    bool isProof = true;
    while (view.size() - at >= 4) {
        const quint32 length = qFromLittleEndian<quint32>(view.data() + at);
        if (length > longestFrame || view.size() - at - 4 < static_cast<qsizetype>(length))
            break;
        Result<QByteArray> entry = m_key.open(view.sliced(at + 4, length), m_salt);
        if (isProof) {
            if (!entry || *entry != proof)
                return foreign();
            isProof = false;
        } else if (entry) {
            entries.push_back(*std::move(entry));
        } else if (damaged) {
            ++*damaged;
        }
        at += 4 + static_cast<qsizetype>(length);
    }
    *goodBytes = isProof ? 0 : at;
    return entries;
}

Result<EncryptedLog::Entries> EncryptedLog::read(int *damaged)
{
    if (!QFileInfo::exists(m_file))
        return Entries();
    if (const Result<void> locked = lock(); !locked)
        return std::unexpected(locked.error());
    qint64 goodBytes = 0;
    Result<Entries> entries = readLocked(damaged, &goodBytes);
    // What a crash cut short goes, so that later entries stand behind whole ones.
    if (entries && goodBytes < bytes() && ::ftruncate(m_fd, goodBytes) != 0)
        entries = failed(m_file, "truncate");
    unlock();
    return entries;
}

Result<void> EncryptedLog::append(const Entries &entries, bool sync)
{
    const bool isNew = m_salt.isEmpty() && bytes() == 0;
    if (m_salt.isEmpty() && !isNew) {
        if (const Result<Entries> known = read(); !known)
            return std::unexpected(known.error());
    }
    if (const Result<void> locked = lock(); !locked)
        return locked;
    const qint64 before = bytes();
    QByteArray block;
    if (before == 0)
        block = header();
    else
        // Another process may have replaced the file, and its salt with it.
        (void)::pread(m_fd, m_salt.data(), saltSize, magic.size());
    for (const QByteArray &entry : entries)
        block += framed(entry);
    Result<void> result;
    if (!writeAll(m_fd, block)) {
        result = failed(m_file, "write");
        (void)::ftruncate(m_fd, before);
    } else if (sync && (::fdatasync(m_fd) != 0 || (before == 0 && !syncFolder(m_file)))) {
        result = failed(m_file, "sync");
    }
    unlock();
    return result;
}

Result<void> EncryptedLog::rewrite(const std::function<Entries(Entries)> &change)
{
    if (const Result<void> locked = lock(); !locked)
        return locked;
    qint64 goodBytes = 0;
    Result<Entries> entries = readLocked(nullptr, &goodBytes);
    if (!entries) {
        unlock();
        return std::unexpected(entries.error());
    }
    QByteArray block = header();
    for (const QByteArray &entry : change(*std::move(entries)))
        block += framed(entry);
    const QByteArray name = QFile::encodeName(m_file);
    const QByteArray fresh = name + ".new";
    ::unlink(fresh.constData());
    const int fd =
        ::open(fresh.constData(), O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0 || !writeAll(fd, block) || ::fsync(fd) != 0 ||
        ::rename(fresh.constData(), name.constData()) != 0 || !syncFolder(m_file)) {
        const auto why = failed(m_file, "rewrite");
        if (fd >= 0)
            ::close(fd);
        unlock();
        return why;
    }
    ::close(fd);
    ::close(m_fd); // the old file, and its lock
    m_fd = -1;
    return {};
}

qint64 EncryptedLog::bytes() const
{
    return QFileInfo(m_file).size(); // a new object: nothing cached
}

} // namespace Aeroscope::Workbench
