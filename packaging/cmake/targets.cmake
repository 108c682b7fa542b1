# SPDX-FileCopyrightText: The Aeroscope authors
# SPDX-License-Identifier: Apache-2.0

# Flags of our own targets; third-party and generated code never sees them.
add_library(aeroscope_options INTERFACE)
target_compile_definitions(aeroscope_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_KEYWORDS QT_NO_FOREACH)
target_compile_options(aeroscope_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
    $<$<CXX_COMPILER_ID:Clang>:-Wshorten-64-to-32>
    $<$<BOOL:${AEROSCOPE_WERROR}>:-Werror>)
if(AEROSCOPE_SANITIZE)
    # For every object of the build, generated code too: a half-instrumented container is a false report.
    add_compile_options(-fsanitize=${AEROSCOPE_SANITIZE} -fno-omit-frame-pointer -g1)
    add_link_options(-fsanitize=${AEROSCOPE_SANITIZE})
    if(AEROSCOPE_SANITIZE MATCHES "undefined")
        # Debian's Qt is built without RTTI for some classes the vptr check asks for
        add_compile_options(-fno-sanitize=vptr -fno-sanitize-recover=undefined)
    endif()
endif()

# Two thirds of a source's compile time is Qt's and the library's headers: they are parsed once for the sources without
# windows and once for those with. The launcher must be told that a precompiled header's own defines do not matter.
option(AEROSCOPE_PCH "Parse Qt's and the standard library's headers once a build" ON)
if(AEROSCOPE_PCH)
    add_library(aeroscope_pch_core STATIC packaging/cmake/pch/empty.cpp)
    target_link_libraries(aeroscope_pch_core PRIVATE Qt6::Core aeroscope_options)
    target_precompile_headers(aeroscope_pch_core PRIVATE packaging/cmake/pch/core.h)
    add_library(aeroscope_pch_gui STATIC packaging/cmake/pch/empty.cpp)
    target_include_directories(aeroscope_pch_gui PRIVATE "${PROJECT_SOURCE_DIR}")
    target_link_libraries(aeroscope_pch_gui PRIVATE Qt6::Widgets aeroscope_options)
    target_precompile_headers(aeroscope_pch_gui PRIVATE packaging/cmake/pch/gui.h)
endif()
function(aeroscope_precompile target kind)
    if(AEROSCOPE_PCH)
        target_precompile_headers(${target} REUSE_FROM aeroscope_pch_${kind})
    endif()
endfunction()

# aeroscope_library(<target> SOURCES … [PUBLIC libs…] [PRIVATE libs…] [GUI])
# Sources see the repository root as their only include directory: #include "client/value/value.h".
function(aeroscope_library target)
    cmake_parse_arguments(PARSE_ARGV 1 arg "GUI" "" "SOURCES;PUBLIC;PRIVATE")
    add_library(${target} STATIC ${arg_SOURCES})
    target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}")
    target_link_libraries(${target} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} aeroscope_options)
    if(arg_GUI)
        aeroscope_precompile(${target} gui)
    else()
        aeroscope_precompile(${target} core)
    endif()
endfunction()

# aeroscope_add_test(<name> MODULE <folder> LIBS … [SOURCES …] [LABELS …] [TIMEOUT s] [GUI])
# One executable a unit: <name>.cpp in the current folder; `ctest -R <folder>.<name>`.
function(aeroscope_add_test name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "GUI" "MODULE;TIMEOUT" "LIBS;SOURCES;LABELS")
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(AEROSCOPE_SANITIZE)
        math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 4")
    endif()
    add_executable(${name} ${name}.cpp ${arg_SOURCES})
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(${name} PRIVATE AEROSCOPE_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data")
    target_link_libraries(${name} PRIVATE ${arg_LIBS} Qt6::Test aeroscope_options)
    if(arg_GUI)
        target_link_libraries(${name} PRIVATE Qt6::Widgets)
        list(APPEND arg_LABELS gui)
        aeroscope_precompile(${name} gui)
    else()
        aeroscope_precompile(${name} core)
    endif()
    add_test(NAME ${arg_MODULE}.${name} COMMAND ${name})
    set_tests_properties(${arg_MODULE}.${name} PROPERTIES
        LABELS "${arg_MODULE};${arg_LABELS}" TIMEOUT ${arg_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;ASAN_OPTIONS=detect_stack_use_after_return=1;UBSAN_OPTIONS=print_stacktrace=1;TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/support/tsan.supp")
endfunction()
