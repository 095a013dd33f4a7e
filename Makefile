# SPDX-License-Identifier: GPL-2.0-or-later
# Builds, tests and installs Clio; `make help` lists the targets. Sources are found by folder; objects and generated
# files go to build/MODE/, and the release build is linked to as build/clio, build/libclio.a, ... V=1 shows commands.

MODE := $(if $(SANITIZE),sanitize,$(if $(DEBUG),debug,release))
OUT := build/$(MODE)
BIN := $(if $(filter release,$(MODE)),build,$(OUT))
PREFIX ?= /usr/local
TCK ?= ../shared/tck
EXAMPLE ?= baltic
VERSION := $(shell sed -n 's/^.define CLIO_VERSION "\(.*\)"/\1/p' include/clio.h)
SONAME := libclio.so.$(firstword $(subst ., ,$(VERSION)))

PACKAGES := gcc libc6-dev binutils make flex bison pkg-config libigraph-dev libroaring-dev libutf8proc-dev libpcre2-dev \
  libsqlite3-dev libxml2-dev libjansson-dev libraptor2-dev libreadline-dev zlib1g-dev libzstd-dev libbz2-dev tzdata \
  libpango1.0-dev fonts-dejavu-core libcmocka-dev python3 python3-pexpect python3-networkx python3-igraph \
  python3-rdflib raptor2-utils graphviz poppler-utils
MODULES := sqlite3 jansson libpcre2-8 libutf8proc libzstd zlib
LATE_MODULES := igraph libxml-2.0 raptor2 pangocairo # loaded when needed: core/late.h
# Asked for when a recipe first needs them: `make run` may have to install pkg-config before.
INCLUDES = $(eval INCLUDES := $(patsubst -I%,-isystem %,$(filter -I%,$(shell pkg-config --cflags $(MODULES) $(LATE_MODULES)))))$(INCLUDES)
LIBS = $(eval LIBS := $(shell pkg-config --libs $(MODULES)) -lroaring -lm -pthread)$(LIBS)

BASE := -std=c17 -D_GNU_SOURCE -g -fPIC -fvisibility=hidden -pthread \
  -I. -Iinclude -Icore -Igrammar -Iqueries -Iloaders -I$(OUT)/grammar -I$(OUT)/late
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes
GENTLE := -Wall -Wno-unused-function
FLAGS_release := -O2
FLAGS_debug := -O0 -g3
FLAGS_sanitize := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -DCLIO_ARENA_MALLOC
FLAGS_fuzz := $(FLAGS_sanitize) -fsanitize-coverage=inline-8bit-counters,pc-table
SHARED_release := -Wl,-z,defs
FLAGS := $(BASE) $(FLAGS_$(MODE)) $(CFLAGS)
COMPILE = $(CC) $(FLAGS) -MMD -MP $(INCLUDES) -c -o $@ $<
LINK = $(CC) $(FLAGS_$(MODE)) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)
update = if cmp -s $@ $@.new; then rm $@.new; else mv $@.new $@; fi
say = $(if $(V),,@echo '  $(1) $@';)

objects = $(patsubst %.c,$(OUT)/obj/%.o,$(1))
LIB_SRC := $(wildcard core/*.c grammar/*.c queries/*.c queries/*/*.c loaders/*.c loaders/*/*.c)
GENERATED := $(OUT)/grammar/cypher.tab.c $(OUT)/grammar/cypher.lex.c
GENERATED_OBJ := $(GENERATED:$(OUT)/%.c=$(OUT)/obj/generated/%.o)
LIB_OBJ := $(call objects,$(LIB_SRC)) $(GENERATED_OBJ)
LATE := $(addprefix $(OUT)/late/,igraph_names.h libxml_names.h raptor_names.h pango_names.h bzip2_names.h)
REPL_OBJ := $(call objects,$(wildcard repl/*.c))
RUNNER_MAINS := $(call objects,tests/runner/tck.c tests/runner/cypher.c)
RUNNER_OBJ := $(filter-out $(RUNNER_MAINS),$(call objects,$(wildcard tests/runner/*.c)))
UNIT_OBJ := $(call objects,$(wildcard tests/unit/test_*.c))
RUNNERS := $(RUNNER_MAINS:$(OUT)/obj/tests/runner/%.o=$(OUT)/tests/%)
UNIT_TESTS := $(UNIT_OBJ:$(OUT)/obj/%.o=$(OUT)/%)
FAULTS := $(addprefix $(OUT)/tests/faults/,crash damage files memory model)
FUZZ_OBJ := $(call objects,$(wildcard tests/fuzz/*.c))
FUZZ_TARGETS := parse run import
FUZZ_OUT := $(dir $(OUT))fuzz
REPLAYS := $(FUZZ_TARGETS:%=$(OUT)/tests/fuzz/%)
FUZZERS := $(FUZZ_TARGETS:%=$(OUT)/fuzzers/%)
PRODUCTS := clio libclio.a libclio.so clio.pc
BENCH := $(addprefix $(OUT)/bench/,generate clio floor latency formats)
OWN_SRC = $(wildcard include/*.h core/*.[ch] grammar/*.[ch] queries/*.[ch] queries/*/*.[ch] loaders/*.[ch] loaders/*/*.[ch] repl/*.[ch] \
  tests/*/*.[ch] bench/*.[ch] docs/*.c examples/*/*.c)

ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc)
endif
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all deps docs run open test check tests fuzz fuzzers tck symbols install uninstall format lint bench clean help FORCE

all: $(PRODUCTS:%=$(BIN)/%) ## build the program and the libraries

deps: ## install the Debian packages that are missing
	@for p in $(PACKAGES); do \
	  dpkg-query -W -f='$${db:Status-Abbrev}' $$p 2>/dev/null | grep -q '^ii' || missing="$$missing $$p"; \
	done; \
	[ -n "$$missing" ] || exit 0; echo "missing packages:$$missing"; \
	command -v apt-get >/dev/null || { echo 'There is no apt-get here. Install what corresponds to these packages,' \
	  'then use `make all`, `make open` and `make check`, which install nothing.' >&2; exit 1; }; \
	[ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $$missing

run: deps ## install what is missing, build, and open the shell on an example (EXAMPLE=baltic or treaties)
	@$(MAKE) --no-print-directory open

# The shell gets a process group of its own (set -m), so that Ctrl-C stops a query and not make.
open: $(BIN)/$(EXAMPLE).clio ## the same without installing; answers the example questions when there is no terminal
	@if [ -t 0 ]; then set -m; $(BIN)/clio $<; exit; fi; \
	for question in examples/$(EXAMPLE)/questions/*.cypher; do \
	  sed -n '/^\/\//!q; s,^// *,,p' "$$question"; \
	  $(BIN)/clio --read-only --format table $< < "$$question" || exit 1; echo; \
	done

$(BIN)/$(EXAMPLE).clio: $(BIN)/clio $(wildcard examples/$(EXAMPLE)/*/*.csv examples/$(EXAMPLE)/settings.cypher)
	@rm -f $@ $@-wal $@-shm
	$(BIN)/clio import $@ examples/$(EXAMPLE)

test: deps ## install what is missing, build, and run every test (T=match/optional: some of them; SANITIZE=1)
	@$(MAKE) --no-print-directory check

check: tests ## the same without installing
	@OUT=$(OUT) TCK="$(TCK)" T="$(T)" tests/run.sh

docs: $(OUT)/docs/language ## write docs/language.md from the registries, and the outputs that the pages show
	@$< <docs/language-introduction.md >docs/language.md
	@CLIO=$(OUT)/clio tests/docs/examples.py --write

tests: $(RUNNERS) $(REPLAYS) $(UNIT_TESTS) $(FAULTS) $(BENCH) $(OUT)/docs/language $(PRODUCTS:%=$(OUT)/%)
	@[ $(MODE) != release ] || ln -sfn $(MODE)/tests build/tests

fuzz: PACKAGES += clang llvm libclang-rt-dev
fuzz: deps ## look for texts that the parser, the engine or the imports cannot bear (TIME=SECONDS for each, FUZZ=parse, run or import, FORMAT=gml)
	@$(MAKE) --no-print-directory MODE=fuzz CC=clang OUT=$(FUZZ_OUT) fuzzers
	@OUT=$(FUZZ_OUT) TIME=$(or $(TIME),60) tests/fuzz/fuzz.sh $(or $(FUZZ),$(FUZZ_TARGETS))

fuzzers: $(FUZZERS) $(OUT)/fuzzers/seeds

tck: $(OUT)/tests/tck ## run the openCypher TCK, or any folder of features (TCK=DIR, T=TEXT)
	@[ -d "$(TCK)" ] || { echo "$(TCK): no such folder; say TCK=DIR" >&2; exit 1; }
	@$< "$(TCK)" $(if $(T),--only "$(T)")

symbols: $(OUT)/libclio.so $(OUT)/libclio.a ## check that the libraries export nothing but clio_...
	@tests/symbols.sh $(OUT)

install: all docs/clio.1 ## install below PREFIX (/usr/local), within DESTDIR
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,bin include lib/pkgconfig share/man/man1)
	install -m 755 $(OUT)/clio $(DESTDIR)$(PREFIX)/bin/
	install -m 644 include/clio.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 $(OUT)/libclio.a $(DESTDIR)$(PREFIX)/lib/
	install -m 755 $(OUT)/libclio.so $(DESTDIR)$(PREFIX)/lib/libclio.so.$(VERSION)
	ln -sf libclio.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libclio.so
	install -m 644 $(OUT)/clio.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/
	install -m 644 docs/clio.1 $(DESTDIR)$(PREFIX)/share/man/man1/

uninstall: ## remove what install put there
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,bin/clio include/clio.h lib/libclio.a lib/libclio.so lib/$(SONAME) \
	  lib/libclio.so.$(VERSION) lib/pkgconfig/clio.pc share/man/man1/clio.1)

format: ## lay the sources out with clang-format
	clang-format -i $(OWN_SRC)

lint: ## check layout and look for mistakes (clang-format, cppcheck)
	clang-format --dry-run -Werror $(OWN_SRC)
	cppcheck -q --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -I. -Iinclude \
	  -Icore -Igrammar -Iqueries -Iloaders $(LIB_SRC) $(wildcard repl/*.c tests/runner/*.c tests/fuzz/*.c bench/*.c)

bench: $(BENCH) $(OUT)/clio ## compare with other engines (SCALE=1, RUNS=5, PEERS=...; SCALE="0.1 1 10": growth)
	@bench/run.py --out $(OUT) --page docs/benchmarks.md --scale "$(or $(SCALE),1)" --runs $(or $(RUNS),5) \
	  $(if $(filter undefined,$(origin PEERS)),,--peers "$(PEERS)")

clean: ## remove build/
	rm -rf build

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 12

# ---- files

ifeq ($(MODE),release)
$(PRODUCTS:%=build/%): build/%: $(OUT)/%
	@ln -sfn $(MODE)/$* $@
endif

$(OUT)/clio: $(REPL_OBJ) $(OUT)/libclio.a
	$(call say,link)$(LINK) -lreadline

# One object in which all but clio_... is local, so that the library's own names cannot clash with a caller's.
$(OUT)/libclio.a: $(LIB_OBJ)
	$(call say,ar)rm -f $@ && $(LD) -r -o $(OUT)/clio.o $^ && objcopy --localize-hidden $(OUT)/clio.o && \
	$(AR) rcs $@ $(OUT)/clio.o

$(OUT)/libclio.so: $(LIB_OBJ)
	$(call say,link)$(LINK) -shared -Wl,-soname,$(SONAME) $(SHARED_$(MODE))

$(OUT)/clio.pc: clio.pc.in FORCE
	@mkdir -p $(@D); sed 's,@PREFIX@,$(PREFIX),; s,@VERSION@,$(VERSION),; s,@MODULES@,$(MODULES),' $< > $@.new; $(update)

$(OUT)/bench/floor: $(OUT)/obj/bench/arrays.o

$(BENCH): $(OUT)/bench/%: $(OUT)/obj/bench/%.o $(OUT)/libclio.a
	$(call say,link)mkdir -p $(@D) && $(LINK)

$(OUT)/docs/language: $(OUT)/obj/docs/language.o $(OUT)/inner.a
	$(call say,link)mkdir -p $(@D) && $(LINK)

# With the library's inner names, for the unit tests.
$(OUT)/inner.a: $(LIB_OBJ)
	@rm -f $@ && $(AR) rcs $@ $^

$(RUNNERS): $(OUT)/tests/%: $(OUT)/obj/tests/runner/%.o $(RUNNER_OBJ) $(OUT)/libclio.a
	$(call say,link)mkdir -p $(@D) && $(LINK)

$(UNIT_TESTS): $(OUT)/%: $(OUT)/obj/%.o $(OUT)/inner.a
	$(call say,link)mkdir -p $(@D) && $(LINK) -ligraph -lcmocka

$(OUT)/tests/faults/files: $(OUT)/obj/tests/faults/vfs.o
$(OUT)/tests/faults/memory: $(OUT)/obj/tests/faults/allocator.o
# It runs before sanitizers are ready.
$(OUT)/obj/tests/faults/allocator.o: private FLAGS += -fno-sanitize=all

$(FAULTS): $(OUT)/tests/faults/%: $(OUT)/obj/tests/faults/%.o $(OUT)/obj/tests/faults/faults.o $(OUT)/libclio.a
	$(call say,link)mkdir -p $(@D) && $(LINK)

$(REPLAYS): $(OUT)/tests/fuzz/%: $(OUT)/tests/fuzz/%.o $(call objects,tests/fuzz/replay.c tests/fuzz/corpus.c) \
  $(filter-out %/engine.o,$(RUNNER_OBJ))
	$(call say,link)mkdir -p $(@D) && $(LINK)

# The target needs the library's inner names, some of which the runner has as well.
$(REPLAYS:%=%.o): $(OUT)/tests/fuzz/%.o: $(OUT)/obj/tests/fuzz/target_%.o $(OUT)/obj/tests/fuzz/pieces.o $(OUT)/inner.a
	$(call say,link)mkdir -p $(@D) && $(LD) -r -o $@ $^ && objcopy -G target_check -G target_takes_files $@

$(FUZZERS): $(OUT)/fuzzers/%: $(OUT)/obj/tests/fuzz/target_%.o \
  $(call objects,$(addprefix tests/fuzz/,libfuzzer.c mutate.c phrases.c pieces.c)) $(OUT)/inner.a
	$(call say,link)mkdir -p $(@D) && $(LINK) -fsanitize=fuzzer

$(OUT)/fuzzers/seeds: $(call objects,tests/fuzz/seeds.c tests/fuzz/corpus.c) $(RUNNER_OBJ) $(OUT)/libclio.a
	$(call say,link)mkdir -p $(@D) && $(LINK)

$(OUT)/obj/%.o: %.c $(OUT)/flags
	$(call say,cc)mkdir -p $(@D) && $(COMPILE) $(WARNINGS)

$(GENERATED_OBJ): $(OUT)/obj/generated/%.o: $(OUT)/%.c $(OUT)/flags
	$(call say,cc)mkdir -p $(@D) && $(COMPILE) $(GENTLE)

$(OUT)/grammar/cypher.tab.c: grammar/cypher.y
	$(call say,bison)mkdir -p $(@D) && bison -Wall -Werror --header=$(@:.c=.h) -o $@ $<

$(OUT)/grammar/cypher.lex.c: grammar/cypher.l
	$(call say,flex)mkdir -p $(@D) && flex --header-file=$(@:.c=.h) -o $@ $<

$(filter $(OUT)/obj/grammar/%,$(LIB_OBJ)) $(GENERATED_OBJ) $(UNIT_OBJ) $(FUZZ_OBJ): | $(GENERATED)

# For core/late.h: the library's file, as the dynamic linker knows it, and macros for the functions in the .def file.
$(OUT)/late/igraph_names.h: core/igraph.def
	$(call say,late)$(call late,IGRAPH,igraph,libigraph.so,igraph)

$(OUT)/late/libxml_names.h: loaders/xml/libxml.def
	$(call say,late)$(call late,LIBXML,libxml-2.0,libxml2.so,libxml)

$(OUT)/late/raptor_names.h: loaders/rdf/raptor.def
	$(call say,late)$(call late,RAPTOR,raptor2,libraptor2.so,raptor)

$(OUT)/late/pango_names.h: loaders/picture/pango.def
	$(call say,late)$(call late,PANGO,pangocairo,libpangocairo-1.0.so,pango)

# Debian's libbz2 tells pkg-config nothing; it is where zlib is.
$(OUT)/late/bzip2_names.h: loaders/bzip2.def
	$(call say,late)$(call late,BZIP2,zlib,libbz2.so,bzip2)

late = mkdir -p $(@D) && \
  soname=$$(objdump -p "$$(pkg-config --variable=libdir $(2))/$(3)" | sed -n 's/^ *SONAME *//p') && [ -n "$$soname" ] && \
  { printf '\#define %s_LIBRARY "%s"\n' $(1) "$$soname"; \
    sed -n 's/^FUNCTION(\(.*\))$$/\#define \1 (*$(4)_functions.\1)/p' $<; } > $@

$(LIB_OBJ) $(UNIT_OBJ) $(FUZZ_OBJ): | $(LATE)

# Changes when the compiler or its flags do: everything is compiled anew then.
$(OUT)/flags: FORCE
	@mkdir -p $(@D); echo '$(CC) $(FLAGS) $(WARNINGS)' > $@.new; $(update)

-include $(LIB_OBJ:.o=.d) $(REPL_OBJ:.o=.d) $(RUNNER_OBJ:.o=.d) $(RUNNER_MAINS:.o=.d) $(UNIT_OBJ:.o=.d) \
  $(FUZZ_OBJ:.o=.d) $(FAULTS:$(OUT)/%=$(OUT)/obj/%.d) \
  $(patsubst %,$(OUT)/obj/tests/faults/%.d,faults vfs allocator) $(BENCH:$(OUT)/%=$(OUT)/obj/%.d)
