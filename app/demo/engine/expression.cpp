// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/engine/expression.h"

#include "app/demo/engine/expressionevaluator.h"
#include "app/demo/engine/expressionprogram.h"

namespace Aeroscope::Demo {

CompiledExpression::CompiledExpression() = default;
CompiledExpression::~CompiledExpression() = default;
CompiledExpression::CompiledExpression(const CompiledExpression &) = default;
CompiledExpression::CompiledExpression(CompiledExpression &&) noexcept = default;
CompiledExpression &CompiledExpression::operator=(const CompiledExpression &) = default;
CompiledExpression &CompiledExpression::operator=(CompiledExpression &&) noexcept = default;

CompiledExpression::CompiledExpression(std::shared_ptr<const ExpressionProgram> program) noexcept
    : m_program(std::move(program))
{}

Outcome<CompiledExpression> CompiledExpression::compile(QByteArrayView msgpack)
{
    auto program = ExpressionProgram::build(msgpack);
    if (!program) {
        return std::unexpected(ResultCode::Parameter);
    }
    return CompiledExpression(std::move(program));
}

Outcome<CompiledExpression> CompiledExpression::compileFilter(QByteArrayView msgpack)
{
    auto compiled = compile(msgpack);
    if (compiled && compiled->m_program->type() != ResultType::Bool) {
        return std::unexpected(ResultCode::Parameter);
    }
    return compiled;
}

Truth CompiledExpression::matchesMetadata(const EvalRecord &record) const
{
    return ExpressionEvaluator(*m_program, record, ExpressionEvaluator::Knows::Metadata).truth();
}

Truth CompiledExpression::matches(const EvalRecord &record) const
{
    return ExpressionEvaluator(*m_program, record, ExpressionEvaluator::Knows::Everything).truth();
}

Outcome<Particle> CompiledExpression::evaluate(const EvalRecord &record) const
{
    auto particle =
        ExpressionEvaluator(*m_program, record, ExpressionEvaluator::Knows::Everything).particle();
    if (!particle) {
        return std::unexpected(ResultCode::OpNotApplicable);
    }
    return *std::move(particle);
}

bool CompiledExpression::needsBins() const noexcept
{
    return m_program && m_program->needsBins();
}

QList<QByteArray> CompiledExpression::binNames() const
{
    return m_program ? m_program->binNames() : QList<QByteArray>();
}

QByteArray CompiledExpression::displayText() const
{
    return m_program ? m_program->displayText() : QByteArray();
}

} // namespace Aeroscope::Demo
