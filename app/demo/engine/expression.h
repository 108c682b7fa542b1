// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/demo/engine/evalrecord.h"
#include "app/demo/engine/particle.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <memory>

namespace Aeroscope::Demo {

/// Three-valued truth (protocol section 9.3).
enum class Truth : quint8 { False, True, Unknown };

class ExpressionProgram;

/// A compiled server expression (protocol section 9): immutable, cheap to copy, may be evaluated on several
/// threads.
class CompiledExpression
{
public:
    /// Builds an expression with all checks of the server; ResultCode::Parameter when it would not build. The
    /// bytes are copied, the view may die.
    [[nodiscard]] static Outcome<CompiledExpression> compile(QByteArrayView msgpack);
    /// The same, and the result must be a truth value: what fields 43 and contexts of filters ask for.
    [[nodiscard]] static Outcome<CompiledExpression> compileFilter(QByteArrayView msgpack);

    CompiledExpression();
    ~CompiledExpression();
    CompiledExpression(const CompiledExpression &);
    CompiledExpression(CompiledExpression &&) noexcept;
    CompiledExpression &operator=(const CompiledExpression &);
    CompiledExpression &operator=(CompiledExpression &&) noexcept;

    [[nodiscard]] bool isNull() const noexcept { return !m_program; }

    /// Evaluates what metadata alone decides; bins and stored key count as unknown. True or False settle the
    /// record, Unknown asks for matches(). No bin() or userKey() call is made.
    [[nodiscard]] Truth matchesMetadata(const EvalRecord &record) const;
    /// Evaluates as a filter over the whole record. Only True passes.
    [[nodiscard]] Truth matches(const EvalRecord &record) const;

    /// Evaluates to a value in stored form; OpNotApplicable when the result is unknown or no bin can hold it.
    /// A nil result is the particle Nil.
    [[nodiscard]] Outcome<Particle> evaluate(const EvalRecord &record) const;

    /// True when the expression asks for bins or the stored key, so that metadata cannot decide it alone.
    [[nodiscard]] bool needsBins() const noexcept;
    /// The bins named anywhere in the expression, each once, in order of appearance.
    [[nodiscard]] QList<QByteArray> binNames() const;
    /// The human text that index listings show, such as mul(bin_int("a"), 10) (protocol section 1.4).
    [[nodiscard]] QByteArray displayText() const;

private:
    explicit CompiledExpression(std::shared_ptr<const ExpressionProgram> program) noexcept;

    std::shared_ptr<const ExpressionProgram> m_program;
};

} // namespace Aeroscope::Demo
