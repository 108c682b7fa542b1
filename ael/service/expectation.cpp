// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "ael/service/expectation.h"

#include "ANTLRInputStream.h"
#include "AelLexer.h"
#include "AelParser.h"
#include "CommonTokenStream.h"
#include "atn/ATN.h"
#include "atn/RuleStartState.h"
#include "atn/RuleTransition.h"

#include <map>

namespace Aeroscope::Ael {

namespace {

constexpr size_t maximumTokens = 4'000;
constexpr int maximumDepth = 200;

/// Walks the network for one list of tokens. What a rule does from a place on is found once and remembered,
/// so that the walk is linear in the tokens however the rules nest.
class Walk
{
public:
    Walk(const antlr4::atn::ATN &network, const std::vector<size_t> &tokens)
        : m_network(network)
        , m_tokens(tokens)
    {}

    std::set<Expected> from(size_t rule)
    {
        walk(rule, 0, 0);
        return m_failed ? std::set<Expected>() : std::move(m_expected);
    }

private:
    using Ends = std::set<size_t>;

    /// The places at which a rule that starts at `start` may end.
    const Ends &walk(size_t rule, size_t start, int depth);
    void cross(const antlr4::atn::Transition *transition, size_t rule, size_t place, int depth,
               std::vector<std::pair<antlr4::atn::ATNState *, size_t>> &next);

    const antlr4::atn::ATN &m_network;
    const std::vector<size_t> &m_tokens;
    std::map<std::pair<size_t, size_t>, Ends> m_known;
    std::set<Expected> m_expected;
    bool m_failed = false;
};

const Walk::Ends &Walk::walk(size_t rule, size_t start, int depth)
{
    const auto [entry, isNew] = m_known.try_emplace({rule, start});
    if (!isNew)
        return entry->second;
    if (depth > maximumDepth) {
        m_failed = true;
        return entry->second;
    }
    Ends ends;
    std::vector<std::pair<antlr4::atn::ATNState *, size_t>> open{{m_network.ruleToStartState[rule], start}};
    std::set<std::pair<antlr4::atn::ATNState *, size_t>> seen;
    while (!open.empty()) {
        const auto here = open.back();
        open.pop_back();
        if (!seen.insert(here).second)
            continue;
        if (here.first->getStateType() == antlr4::atn::ATNState::RULE_STOP) {
            ends.insert(here.second);
            continue;
        }
        for (const antlr4::atn::Transition *transition : here.first->transitions)
            cross(transition, rule, here.second, depth, open);
    }
    Ends &known = m_known[{rule, start}];
    known = std::move(ends);
    return known;
}

void Walk::cross(const antlr4::atn::Transition *transition, size_t rule, size_t place, int depth,
                 std::vector<std::pair<antlr4::atn::ATNState *, size_t>> &next)
{
    if (transition->getSerializationType() == antlr4::atn::Transition::RULE) {
        const auto *call = static_cast<const antlr4::atn::RuleTransition *>(transition);
        const auto inner = static_cast<const antlr4::atn::RuleStartState *>(transition->target)->ruleIndex;
        const Ends ends = walk(inner, place, depth + 1); // a copy: the walk below may add rules
        for (const size_t end : ends)
            next.emplace_back(call->followState, end);
        return;
    }
    if (transition->isEpsilon()) {
        next.emplace_back(transition->target, place);
        return;
    }
    if (place == m_tokens.size()) {
        for (const antlr4::misc::Interval &interval : transition->label().getIntervals()) {
            for (ssize_t token = interval.a; token <= interval.b; ++token)
                m_expected.insert({static_cast<size_t>(token), rule});
        }
        return;
    }
    if (transition->matches(m_tokens[place], 0, m_network.maxTokenType))
        next.emplace_back(transition->target, place + 1);
}

} // namespace

std::set<Expected> expectedAfter(const std::vector<size_t> &tokens, size_t startRule)
{
    if (tokens.size() > maximumTokens)
        return {};
    // The network belongs to the class; an instance over nothing is the way to it.
    antlr4::ANTLRInputStream nothing;
    Grammar::AelLexer lexer(&nothing);
    antlr4::CommonTokenStream stream(&lexer);
    const Grammar::AelParser parser(&stream);
    return Walk(parser.getATN(), tokens).from(startRule);
}

} // namespace Aeroscope::Ael
