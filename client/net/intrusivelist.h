// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

namespace Aeroscope::Net {

/// A link of an IntrusiveList; the linked object derives from it. Unlinks itself when it dies. One thread.
class ListHook
{
public:
    ListHook() noexcept = default;
    ListHook(const ListHook &) = delete;
    ListHook &operator=(const ListHook &) = delete;

    [[nodiscard]] bool isLinked() const noexcept { return m_next != nullptr; }
    void unlink() noexcept
    {
        if (!m_next)
            return;
        m_previous->m_next = m_next;
        m_next->m_previous = m_previous;
        m_previous = m_next = nullptr;
    }

protected:
    ~ListHook() { unlink(); }

private:
    template <class T>
    friend class IntrusiveList;

    ListHook *m_previous = nullptr;
    ListHook *m_next = nullptr;
};

/// A doubly linked list of objects that it does not own: O(1) append and removal, nothing allocated. One
/// thread.
template <class T>
class IntrusiveList
{
public:
    IntrusiveList() noexcept { m_head.m_previous = m_head.m_next = &m_head; }
    ~IntrusiveList()
    {
        while (!isEmpty())
            takeFirst();
        m_head.m_previous = m_head.m_next = nullptr; // the head must not unlink itself from itself
    }
    IntrusiveList(const IntrusiveList &) = delete;
    IntrusiveList &operator=(const IntrusiveList &) = delete;

    [[nodiscard]] bool isEmpty() const noexcept { return m_head.m_next == &m_head; }
    [[nodiscard]] T *first() noexcept { return isEmpty() ? nullptr : static_cast<T *>(m_head.m_next); }
    [[nodiscard]] T *next(T *item) noexcept
    {
        ListHook *hook = static_cast<ListHook *>(item)->m_next;
        return hook == &m_head ? nullptr : static_cast<T *>(hook);
    }
    [[nodiscard]] T *last() noexcept { return isEmpty() ? nullptr : static_cast<T *>(m_head.m_previous); }
    [[nodiscard]] T *previous(T *item) noexcept
    {
        ListHook *hook = static_cast<ListHook *>(item)->m_previous;
        return hook == &m_head ? nullptr : static_cast<T *>(hook);
    }
    /// Appends; takes the item out of the list it is in.
    void append(T *item) noexcept { insertBefore(&m_head, item); }
    /// Inserts after `place`, a member of this list; null: in front.
    void insertAfter(T *place, T *item) noexcept
    {
        insertBefore(place ? static_cast<ListHook *>(place)->m_next : m_head.m_next, item);
    }
    T *takeFirst() noexcept
    {
        T *item = first();
        if (item)
            static_cast<ListHook *>(item)->unlink();
        return item;
    }
    /// Moves all of `other` to the end of this list.
    void splice(IntrusiveList &other) noexcept
    {
        if (other.isEmpty())
            return;
        ListHook *begin = other.m_head.m_next;
        ListHook *end = other.m_head.m_previous;
        other.m_head.m_previous = other.m_head.m_next = &other.m_head;
        begin->m_previous = m_head.m_previous;
        m_head.m_previous->m_next = begin;
        end->m_next = &m_head;
        m_head.m_previous = end;
    }

private:
    void insertBefore(ListHook *place, T *item) noexcept
    {
        ListHook *hook = static_cast<ListHook *>(item);
        hook->unlink();
        hook->m_previous = place->m_previous;
        hook->m_next = place;
        place->m_previous->m_next = hook;
        place->m_previous = hook;
    }

    // the head is linked to itself when the list is empty
    struct HeadHook : ListHook
    {
        friend class IntrusiveList;
    };
    HeadHook m_head;
};

} // namespace Aeroscope::Net
