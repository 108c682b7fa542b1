// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

#include "app/demo/counters.h"

namespace Aeroscope::Demo {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<QLatin1StringView, Counters::size> counterNames{
    "client_read_success"_L1,
    "client_read_error"_L1,
    "client_read_timeout"_L1,
    "client_read_not_found"_L1,
    "client_read_filtered_out"_L1,
    "client_write_success"_L1,
    "client_write_error"_L1,
    "client_write_timeout"_L1,
    "client_write_filtered_out"_L1,
    "client_delete_success"_L1,
    "client_delete_error"_L1,
    "client_delete_timeout"_L1,
    "client_delete_not_found"_L1,
    "client_delete_filtered_out"_L1,
    "client_udf_complete"_L1,
    "client_udf_error"_L1,
    "client_udf_timeout"_L1,
    "client_udf_filtered_out"_L1,
    "batch_sub_read_success"_L1,
    "batch_sub_read_error"_L1,
    "batch_sub_read_timeout"_L1,
    "batch_sub_read_not_found"_L1,
    "batch_sub_read_filtered_out"_L1,
    "batch_sub_write_success"_L1,
    "batch_sub_write_error"_L1,
    "batch_sub_write_timeout"_L1,
    "batch_sub_write_filtered_out"_L1,
    "batch_sub_delete_success"_L1,
    "batch_sub_delete_error"_L1,
    "batch_sub_delete_timeout"_L1,
    "batch_sub_delete_not_found"_L1,
    "batch_sub_delete_filtered_out"_L1,
    "batch_sub_udf_complete"_L1,
    "batch_sub_udf_error"_L1,
    "batch_sub_udf_timeout"_L1,
    "batch_sub_udf_filtered_out"_L1,
    "pi_query_short_basic_complete"_L1,
    "pi_query_short_basic_error"_L1,
    "pi_query_long_basic_complete"_L1,
    "pi_query_long_basic_error"_L1,
    "pi_query_long_basic_abort"_L1,
    "pi_query_aggr_complete"_L1,
    "pi_query_aggr_error"_L1,
    "pi_query_aggr_abort"_L1,
    "pi_query_ops_bg_complete"_L1,
    "pi_query_ops_bg_error"_L1,
    "pi_query_ops_bg_abort"_L1,
    "pi_query_udf_bg_complete"_L1,
    "pi_query_udf_bg_error"_L1,
    "pi_query_udf_bg_abort"_L1,
    "si_query_short_basic_complete"_L1,
    "si_query_short_basic_error"_L1,
    "si_query_long_basic_complete"_L1,
    "si_query_long_basic_error"_L1,
    "si_query_long_basic_abort"_L1,
    "si_query_aggr_complete"_L1,
    "si_query_aggr_error"_L1,
    "si_query_aggr_abort"_L1,
    "si_query_ops_bg_complete"_L1,
    "si_query_ops_bg_error"_L1,
    "si_query_ops_bg_abort"_L1,
    "si_query_udf_bg_complete"_L1,
    "si_query_udf_bg_error"_L1,
    "si_query_udf_bg_abort"_L1,
    "fail_generation"_L1,
    "fail_record_too_big"_L1,
    "read_touch_success"_L1,
};

constexpr std::array<QLatin1StringView, Counters::latencyCount> latencyNames{
    "read"_L1,          "write"_L1,    "udf"_L1,      "batch-sub-read"_L1, "batch-sub-write"_L1,
    "batch-sub-udf"_L1, "pi-query"_L1, "si-query"_L1,
};

Counter pick(bool inBatch, Counter client, Counter batch) noexcept
{
    return inBatch ? batch : client;
}

} // namespace

QLatin1StringView Counters::name(Counter which) noexcept
{
    return counterNames[static_cast<size_t>(which)];
}

QLatin1StringView Counters::latencyName(Latency which) noexcept
{
    return latencyNames[static_cast<size_t>(which)];
}

void Counters::countRead(ResultCode code, bool inBatch, LatencyHistogram::Time start) noexcept
{
    latency(inBatch ? Latency::BatchRead : Latency::Read).add(start);
    switch (code) {
    case ResultCode::Ok:
        return add(pick(inBatch, Counter::ClientReadSuccess, Counter::BatchReadSuccess));
    case ResultCode::Timeout:
        return add(pick(inBatch, Counter::ClientReadTimeout, Counter::BatchReadTimeout));
    case ResultCode::NotFound:
        return add(pick(inBatch, Counter::ClientReadNotFound, Counter::BatchReadNotFound));
    case ResultCode::FilteredOut:
        return add(pick(inBatch, Counter::ClientReadFilteredOut, Counter::BatchReadFilteredOut));
    default:
        return add(pick(inBatch, Counter::ClientReadError, Counter::BatchReadError));
    }
}

void Counters::countWrite(ResultCode code, bool inBatch, LatencyHistogram::Time start) noexcept
{
    latency(inBatch ? Latency::BatchWrite : Latency::Write).add(start);
    switch (code) {
    case ResultCode::Ok:
        return add(pick(inBatch, Counter::ClientWriteSuccess, Counter::BatchWriteSuccess));
    case ResultCode::Timeout:
        return add(pick(inBatch, Counter::ClientWriteTimeout, Counter::BatchWriteTimeout));
    case ResultCode::FilteredOut:
        return add(pick(inBatch, Counter::ClientWriteFilteredOut, Counter::BatchWriteFilteredOut));
    case ResultCode::Generation:
        add(Counter::FailGeneration);
        break;
    case ResultCode::RecordTooBig:
        add(Counter::FailRecordTooBig);
        break;
    default:
        break;
    }
    add(pick(inBatch, Counter::ClientWriteError, Counter::BatchWriteError));
}

void Counters::countDelete(ResultCode code, bool inBatch) noexcept
{
    switch (code) {
    case ResultCode::Ok:
        return add(pick(inBatch, Counter::ClientDeleteSuccess, Counter::BatchDeleteSuccess));
    case ResultCode::Timeout:
        return add(pick(inBatch, Counter::ClientDeleteTimeout, Counter::BatchDeleteTimeout));
    case ResultCode::NotFound:
        return add(pick(inBatch, Counter::ClientDeleteNotFound, Counter::BatchDeleteNotFound));
    case ResultCode::FilteredOut:
        return add(pick(inBatch, Counter::ClientDeleteFilteredOut, Counter::BatchDeleteFilteredOut));
    default:
        return add(pick(inBatch, Counter::ClientDeleteError, Counter::BatchDeleteError));
    }
}

void Counters::countUdf(ResultCode code, bool inBatch, LatencyHistogram::Time start) noexcept
{
    latency(inBatch ? Latency::BatchUdf : Latency::Udf).add(start);
    switch (code) {
    case ResultCode::Ok:
        return add(pick(inBatch, Counter::ClientUdfComplete, Counter::BatchUdfComplete));
    case ResultCode::Timeout:
        return add(pick(inBatch, Counter::ClientUdfTimeout, Counter::BatchUdfTimeout));
    case ResultCode::FilteredOut:
        return add(pick(inBatch, Counter::ClientUdfFilteredOut, Counter::BatchUdfFilteredOut));
    default:
        return add(pick(inBatch, Counter::ClientUdfError, Counter::BatchUdfError));
    }
}

} // namespace Aeroscope::Demo
