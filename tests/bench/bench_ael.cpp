// SPDX-FileCopyrightText: The Aeroscope authors
// SPDX-License-Identifier: Apache-2.0

// What compiling costs, in CPU time of the process (deep texts change the thread), with the limits that an
// editor needs. Exit status 1 when a limit is exceeded.
//     bench_ael [rounds]

#include "ael/languageservice.h"
#include "ael/prepared.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <thread>
#include <vector>

using namespace Aeroscope;
using namespace Aeroscope::Ael;
using namespace Qt::StringLiterals;

namespace {

double cpuMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

bool withinLimits = true;

enum class Held { P99, Median };

/// Runs once per round and index, prints mean, p50, p99 and the limit for one of them.
void measure(const char *name, int rounds, int perRound, Held held, double limit,
             const std::function<void(int)> &work)
{
    for (int i = 0; i < std::min(perRound, 200); ++i)
        work(i); // warm: the parser learns its decisions once
    std::vector<double> times;
    times.reserve(size_t(rounds) * size_t(perRound));
    double sum = 0;
    for (int round = 0; round < rounds; ++round) {
        for (int i = 0; i < perRound; ++i) {
            const double start = cpuMilliseconds();
            work(i);
            times.push_back(cpuMilliseconds() - start);
            sum += times.back();
        }
    }
    std::sort(times.begin(), times.end());
    const double p99 = times[std::min(times.size() - 1, times.size() * 99 / 100)];
    const double median = times[times.size() / 2];
    const bool fits = limit <= 0 || (held == Held::P99 ? p99 : median) < limit;
    withinLimits = withinLimits && fits;
    std::printf("%-46s mean %8.3f ms  p50 %8.3f  p99 %8.3f", name, sum / double(times.size()), median, p99);
    if (limit > 0)
        std::printf("  %s limit %6.1f  %s", held == Held::P99 ? "p99" : "p50", limit,
                    fits ? "ok" : "EXCEEDED");
    std::printf("\n");
}

QString repeated(const QString &first, const QString &more, int count)
{
    QString text = first;
    for (int i = 1; i < count; ++i)
        text += more;
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 20;
    // 120 and 200 characters.
    const QString filter =
        u"$.age > 25 and $.country == 'US' and ($.tags.count() > 3 or 'vip' in $.tags) and "
        "not($.address.city == 'Berlin') and $.x"_s;
    const QString longer =
        filter + u" and when ($.tier == 1 => 'gold', default => 'basic') == $.level and abs($.delta) < 1.5"_s;
    QString four;
    while (four.size() < 4'000)
        four += (four.isEmpty() ? QString() : u" or "_s) + u'(' + filter + u')';

    measure("compile, 120 characters", rounds * 50, 1, Held::P99, 1,
            [&](int) { std::ignore = compile(filter); });
    measure("compile and diagnostics of 120 with a mistake", rounds * 50, 1, Held::P99, 1,
            [&](int) { std::ignore = LanguageService::diagnostics(filter + u" and $.y =="_s); });
    measure("compile, 4 kB", rounds * 5, 1, Held::Median, 10, [&](int) { std::ignore = compile(four); });
    measure("diagnostics, every prefix of 200 characters", rounds, int(longer.size()), Held::P99, 2,
            [&](int i) { std::ignore = LanguageService::diagnostics(QStringView(longer).left(i + 1)); });
    measure("highlight, 200 characters", rounds * 20, 1, Held::P99, 1,
            [&](int) { std::ignore = LanguageService::highlight(longer); });
    measure("completion at every place of 200 characters", rounds, int(longer.size()), Held::P99, 5,
            [&](int i) { std::ignore = LanguageService::complete(longer, i); });
    measure("format, 200 characters", rounds * 5, 1, Held::P99, 2,
            [&](int) { std::ignore = LanguageService::format(longer); });
    const QString nested = QString(500, u'(') + u"$.a == 1"_s + QString(500, u')');
    measure("500 nested parentheses", rounds, 1, Held::Median, 20,
            [&](int) { std::ignore = compile(nested); });
    const QString bottomless = QString(100'000, u'(');
    measure("100,000 nested parentheses, refused", rounds, 1, Held::Median, 500,
            [&](int) { std::ignore = compile(bottomless); });
    const QString sum = repeated(u"$.a"_s, u" + $.a"_s, 1'000) + u" > 1"_s;
    measure("1,000-term sum", rounds, 1, Held::Median, 20, [&](int) { std::ignore = compile(sum); });
    const QString all = repeated(u"$.a == 1"_s, u" and $.a == 1"_s, 1'000);
    measure("1,000-term conjunction", rounds, 1, Held::Median, 20, [&](int) { std::ignore = compile(all); });

    const PreparedExpression prepared(u"$.age > ?0 and $.country == ?1"_s);
    CompileOptions values;
    values.placeholders = {Value(25), Value("US")};
    measure("bind a prepared text to two values", rounds * 50, 1, Held::P99, 0.5,
            [&](int) { std::ignore = prepared.bind(values); });

    measure("4 threads, 500 compilations of 120 each", rounds, 1, Held::Median, 0, [&](int) {
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < 500; ++i)
                    std::ignore = compile(filter);
            });
        }
        for (std::thread &thread : threads)
            thread.join();
    });
    return withinLimits ? 0 : 1;
}
