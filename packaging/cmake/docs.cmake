# SPDX-FileCopyrightText: The Aeroscope authors
# SPDX-License-Identifier: Apache-2.0

# `cmake --build <folder> --target docs`: the reference of the client's and the language's public headers, as HTML in
# <folder>/docs. A symbol without a comment is a warning.
find_package(Doxygen 1.9)
if(NOT DOXYGEN_FOUND)
    add_custom_target(docs
        COMMAND ${CMAKE_COMMAND} -E echo "docs needs Doxygen (Debian: apt-get install doxygen)"
        COMMAND ${CMAKE_COMMAND} -E false)
    return()
endif()

set(DOXYGEN_PROJECT_NAME Aeroscope)
set(DOXYGEN_PROJECT_NUMBER "${AEROSCOPE_VERSION}")
set(DOXYGEN_PROJECT_BRIEF "An awaitable client for Aerospike clusters")
set(DOXYGEN_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/docs")
set(DOXYGEN_FILE_PATTERNS *.h)
# What sessions share among themselves is no part of the interface, although it lies beside it.
set(DOXYGEN_EXCLUDE_PATTERNS *_p.h */clientstate.h */infoquestions.h */inforunner.h */queryplanner.h)
set(DOXYGEN_EXCLUDE_SYMBOLS "*::Private" "*::Data")
set(DOXYGEN_BUILTIN_STL_SUPPORT YES)
set(DOXYGEN_EXTRACT_PRIVATE NO)
set(DOXYGEN_HIDE_FRIEND_COMPOUNDS YES)
set(DOXYGEN_JAVADOC_AUTOBRIEF YES)
set(DOXYGEN_MARKDOWN_SUPPORT YES)
set(DOXYGEN_GENERATE_LATEX NO)
set(DOXYGEN_QUIET YES)
set(DOXYGEN_WARN_IF_UNDOCUMENTED YES)
set(DOXYGEN_WARN_NO_PARAMDOC NO)
set(DOXYGEN_PREDEFINED "Q_DECLARE_TR_FUNCTIONS(x)=" "Q_OBJECT=" "Q_GADGET=" "Q_NAMESPACE=" "Q_ENUM_NS(x)=" "Q_ENUM(x)="
    "Q_DECLARE_FLAGS(Flags,Enum)=using Flags = QFlags<Enum>;" "Q_DECLARE_OPERATORS_FOR_FLAGS(x)=" "Q_DISABLE_COPY_MOVE(x)="
    "Q_DISABLE_COPY(x)=" "Q_DECLARE_METATYPE(x)=")
set(DOXYGEN_MACRO_EXPANSION YES)
set(DOXYGEN_EXPAND_ONLY_PREDEF YES)
doxygen_add_docs(docs
    client/value client/policy client/session
    client/cluster/clustersettings.h client/cluster/clustersnapshot.h client/cluster/connectreport.h client/cluster/host.h
    client/cluster/serverversion.h
    client/command/calloptions.h client/command/pointspec.h client/command/predicate.h client/command/querycursor.h
    client/command/queryspec.h client/command/recordresult.h client/command/recordstream.h
    ael/analysis.h ael/aqlconverter.h ael/clientcode.h ael/compiler.h
    ael/conditiontree.h ael/diagnostic.h ael/indexplan.h ael/languageservice.h ael/plainwords.h ael/prepared.h
    ael/valuetype.h
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    COMMENT "Reference of the public headers")
