# Targets: all (default) run test fuzz security wasi-testsuite bench jmh fmt install clean; see CONTRIBUTING.md.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.SUFFIXES:

PREFIX ?= /usr/local
DIST := runsc-wasm/target/jwasm
WORK := runsc-wasm/target
POLICY := runsc-wasm/src/main/seccomp/sandbox.policy
C_DIR := runsc-wasm/src/main/c
HOST_C_DIR := sentry/src/main/c
HOST_LIBRARY := sentry/target/native/libhostkernel.so
FILTERS := $(addprefix $(DIST)/image/seccomp/,host sandbox none)
GUESTS := integration-tests/src/test/wat

# A JDK 25: JAVA_HOME when it is one, else the first of the usual places.
JDK := $(shell for jdk in "$$JAVA_HOME" /usr/lib/jvm/*25* /opt/*jdk*25* $$HOME/.sdkman/candidates/java/25*; do \
  grep -qs 'JAVA_VERSION="25' "$$jdk/release" && [ -x "$$jdk/bin/jlink" ] && echo "$$jdk" && break; done)
export JAVA_HOME := $(JDK)
MVN := mvn -B -q

JAVA_SOURCES := $(shell find oci-spec sentry wasi-syscalls runsc-wasm -path '*/src/main/java/*' -o -path '*/src/main/resources/*' -type f) \
  $(POLICY) pom.xml oci-spec/pom.xml sentry/pom.xml wasi-syscalls/pom.xml runsc-wasm/pom.xml
C_SOURCES := $(wildcard $(C_DIR)/*.c $(C_DIR)/*.h)
HOST_C_SOURCES := $(wildcard $(HOST_C_DIR)/*)
CFLAGS := -std=gnu17 -O2 -Wall -Wextra -Werror -fstack-protector-strong -D_FORTIFY_SOURCE=2

.PHONY: all run test test-unit test-launcher test-hostkernel test-integration fuzz fuzz-launcher security wasi-testsuite bench jmh fmt install clean tools

all: $(DIST)/image/sentry.aot $(DIST)/lib/command.aot

# What the build needs besides a JDK 25: installed when that is possible, else named in one line.
tools: $(WORK)/.tools
$(WORK)/.tools:
	@mkdir -p $(WORK)
	@.ci/tools build
	@touch $@

$(WORK)/sandbox.jar: $(JAVA_SOURCES) | tools
	@[ -n "$(JDK)" ] || { echo 'jwasm: no JDK 25 found: install one (for example temurin-25-jdk) or set JAVA_HOME' >&2; exit 1; }
	@echo '  JAVA    $@'
	@$(MVN) package -pl '!integration-tests' -DskipTests
	@touch $@

$(WORK)/command.jar: $(WORK)/sandbox.jar

$(DIST)/bin/jwasm: $(C_SOURCES) Makefile | tools
	@echo '  CC      $@'
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -static $(filter %.c,$^) -ljansson -o $@

$(DIST)/image/jre/release: runsc-wasm/src/main/dist/image.sh | tools
	@echo '  JLINK   $@'
	@mkdir -p $(DIST)/image
	@runsc-wasm/src/main/dist/image.sh "$(JDK)" $(DIST)/image
	@touch $@

# Maven makes it too, for the unit tests; what javac says about its functions comes with the jar.
$(HOST_LIBRARY): $(HOST_C_SOURCES) $(WORK)/sandbox.jar
	@echo '  CC      $@'
	@$(HOST_C_DIR)/build.sh $(@D)
	@touch $@

$(DIST)/image/lib/libhostkernel.so: $(HOST_LIBRARY) $(DIST)/image/jre/release
	@install -m 644 $< $@

# The filters of system calls, one for each value of --network.
$(WORK)/policy: runsc-wasm/src/main/seccomp/policy.c $(HOST_C_DIR)/confine.h Makefile | tools
	@echo '  CC      $@'
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -I$(HOST_C_DIR) $< -lseccomp -o $@

$(DIST)/image/seccomp/%: $(POLICY) $(WORK)/policy $(DIST)/image/jre/release
	@mkdir -p $(@D)
	@$(WORK)/policy $* $< $@ $(@D)/names

$(DIST)/image/sandbox.jar: $(WORK)/sandbox.jar
	@mkdir -p $(@D)
	@install -m 644 $< $@

$(DIST)/lib/command.jar: $(WORK)/command.jar
	@mkdir -p $(@D)
	@install -m 644 $< $@

$(WORK)/train.wasm: runsc-wasm/src/main/dist/train.wat | tools
	@mkdir -p $(@D)
	@wat2wasm --debug-names $< -o $@

$(WORK)/hello.wasm: $(GUESTS)/hello.wat | tools
	@mkdir -p $(@D)
	@wat2wasm $< -o $@

$(DIST)/image/sentry.aot: $(DIST)/bin/jwasm $(DIST)/image/jre/release $(DIST)/image/sandbox.jar \
    runsc-wasm/src/main/dist/sentry.options runsc-wasm/src/main/dist/train.sh $(WORK)/train.wasm \
    | $(DIST)/image/lib/libhostkernel.so $(FILTERS)
	@echo '  TRAIN   $@'
	@cp runsc-wasm/src/main/dist/sentry.options $(DIST)/image/
	@runsc-wasm/src/main/dist/train.sh $(DIST) $(WORK)/train.wasm $(WORK)/train

$(DIST)/lib/command.aot: $(DIST)/image/jre/release $(DIST)/lib/command.jar runsc-wasm/src/main/dist/command.sh \
    runsc-wasm/src/main/dist/command.options
	@echo '  TRAIN   $@'
	@mkdir -p $(@D)
	@cp runsc-wasm/src/main/dist/command.options $(@D)/
	@runsc-wasm/src/main/dist/command.sh "$(JDK)" $(DIST)

# The main job: hello world, standalone and through docker.
run: all $(WORK)/hello.wasm
	@runsc-wasm/src/main/dist/hello.sh $(DIST) $(WORK)/hello.wasm $(WORK)/hello

# Everything: format, static analysis, unit, launcher and integration tests.
test: test-unit test-launcher test-hostkernel test-integration

test-unit: | tools
	@[ -n "$(JDK)" ] || { echo 'jwasm: no JDK 25 found: install one (for example temurin-25-jdk) or set JAVA_HOME' >&2; exit 1; }
	mvn -B -ntp test -pl '!integration-tests'

# Leaks are not looked for in the tests: the launcher lives a millisecond and leaves its memory to exit(2). What reads bytes
# of others gives it back, and is tried here with the same mutations every time.
MUTATIONS ?= 10000
test-launcher: $(WORK)/launcher-test $(WORK)/policy-test $(WORK)/policy $(WORK)/launcher-mutate $(WORK)/launcher-analyzed
	@echo '  TEST    $<'
	@ASAN_OPTIONS=detect_leaks=0 $<
	@$(WORK)/policy-test $(abspath $(WORK)/policy)
	@$(foreach target,$(FUZZ_TARGETS),$(WORK)/launcher-mutate $(MUTATIONS) $(target) $(fuzz_seeds_$(target)) &&) true

test-hostkernel: $(WORK)/hostkernel-test
	@echo '  TEST    $<'
	@$<

# The readers of the launcher that take bytes of others, and what they are given to begin with.
FUZZ_C_DIR := runsc-wasm/src/fuzz/c
FUZZ_TARGETS := spec options frames state
FUZZ_LAUNCHER := $(filter-out $(C_DIR)/main.c,$(wildcard $(C_DIR)/*.c))
fuzz_seeds_spec := $(wildcard oci-spec/src/test/resources/io/jwasm/oci/spec/*.json)
fuzz_seeds_options := $(wildcard runsc-wasm/src/fuzz/seeds/options/*)
fuzz_seeds_frames := $(wildcard runsc-wasm/src/fuzz/seeds/frames/*)
fuzz_seeds_state := $(wildcard runsc-wasm/src/fuzz/seeds/state/*)

$(WORK)/launcher-mutate: $(C_SOURCES) $(wildcard $(FUZZ_C_DIR)/*) Makefile | tools
	@echo '  CC      $@'
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -g -O1 -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -I$(C_DIR) \
	  $(FUZZ_C_DIR)/*.c $(FUZZ_LAUNCHER) -ljansson -o $@

# libFuzzer on the same targets, each for FUZZ_SECONDS; what it found is kept from one run to the next.
FUZZ_SECONDS ?= 60
fuzz-launcher: $(FUZZ_TARGETS:%=$(WORK)/fuzz-%)
	@$(foreach target,$(FUZZ_TARGETS),mkdir -p $(WORK)/corpus-$(target) && cp $(fuzz_seeds_$(target)) $(WORK)/corpus-$(target) && \
	  echo '  FUZZ    $(target)' && $(WORK)/fuzz-$(target) -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -timeout=10 -rss_limit_mb=1024 \
	  -print_final_stats=1 -verbosity=0 -artifact_prefix=$(WORK)/ $(WORK)/corpus-$(target) &&) true

$(FUZZ_TARGETS:%=$(WORK)/fuzz-%): $(WORK)/fuzz-%: $(C_SOURCES) $(wildcard $(FUZZ_C_DIR)/*) Makefile
	@.ci/tools fuzz
	@echo '  CC      $@'
	@mkdir -p $(@D)
	@clang -std=gnu17 -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -DTARGET=fuzz_$* -I$(C_DIR) \
	  $(FUZZ_C_DIR)/targets.c $(FUZZ_LAUNCHER) -ljansson -o $@

# PAGE_ALLOCATOR=heap runs all guests with that page allocator.
PAGE_ALLOCATOR ?=
test-integration: all
	@.ci/tools test
	mvn -B -ntp test -pl integration-tests -Djwasm.home=$(abspath $(DIST)) $(PAGE_ALLOCATOR:%=-Djwasm.page-allocator=%)

# gcc's static analysis of the launcher and of what makes and loads the filters; a finding is an error.
ANALYZED := $(wildcard $(C_DIR)/*.c) $(HOST_C_DIR)/confine.c runsc-wasm/src/main/seccomp/policy.c
$(WORK)/launcher-analyzed: $(ANALYZED) $(C_SOURCES) $(HOST_C_SOURCES) Makefile | tools
	@echo '  ANALYZE $@'
	@mkdir -p $(@D)
	@for file in $(ANALYZED); do gcc $(CFLAGS) -fanalyzer -I$(HOST_C_DIR) -c $$file -o /dev/null || exit 1; done
	@touch $@

$(WORK)/launcher-test: $(C_SOURCES) $(wildcard runsc-wasm/src/test/c/*.c) Makefile | tools
	@echo '  CC      $@'
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -g -O1 -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -I$(C_DIR) \
	  runsc-wasm/src/test/c/*.c $(filter-out $(C_DIR)/main.c,$(wildcard $(C_DIR)/*.c)) -ljansson -o $@

$(WORK)/policy-test: runsc-wasm/src/test/seccomp/policy_test.c Makefile | tools
	@echo '  CC      $@'
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -g -O1 -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all $< -o $@

# Without the files that only hand on what Java passes.
$(WORK)/hostkernel-test: $(HOST_C_SOURCES) $(wildcard sentry/src/test/c/*.c) Makefile | tools
	@echo '  CC      $@'
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -g -O1 -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -I$(HOST_C_DIR) \
	  sentry/src/test/c/*.c $(filter-out %/jni.c $(HOST_C_DIR)/jni_%.c %/constants.c %/openflags.c,$(wildcard $(HOST_C_DIR)/*.c)) -o $@

# Random system calls of every function and damaged modules, ten times as many as in the tests; FUZZ_CALLS=, FUZZ_SEED=.
FUZZ_CALLS ?= 10000000
FUZZ_MODULES ?= 1000000
FUZZ_SEED ?= $(shell date +%Y%m%d)
fuzz: fuzz-launcher | tools
	@mvn -B -ntp test -pl oci-spec,sentry,wasi-syscalls -Dtest=CallFuzzTest,ModuleFuzzTest -Dsurefire.failIfNoSpecifiedTests=false \
	  -Djwasm.fuzz.calls=$(FUZZ_CALLS) -Djwasm.fuzz.modules=$(FUZZ_MODULES) -Djwasm.fuzz.seed=$(FUZZ_SEED)

# Every test of the walls with its full counts, and a table of what was measured; takes an hour and a half.
security: all
	@.ci/tools test
	@.ci/security $(abspath $(DIST)) $(WORK)/security.log

# The official tests of preview 1, which are no part of this tree; SUITE='--only c/lseek --platform interpreter'.
SUITE ?=
wasi-testsuite: all
	@[ -n "$(DIR)" ] || { echo 'usage: make wasi-testsuite DIR=<checkout of WebAssembly/wasi-testsuite, branch prod/testsuite-base>' >&2; exit 1; }
	@rm -rf $(WORK)/testsuite-classes
	@$(JDK)/bin/javac --release 25 -Xlint:all -Werror -d $(WORK)/testsuite-classes integration-tests/src/testsuite/java/io/jwasm/testsuite/*.java
	@$(JDK)/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp $(WORK)/testsuite-classes io.jwasm.testsuite.WasiTestsuite $(DIR) $(SUITE)

# Compares the distribution with the runc, crun, node and docker of this machine; BENCH='--rounds 5 --only run,verbs'.
BENCH ?=
bench: all
	@.ci/tools test
	@rm -rf $(WORK)/bench-classes
	@$(JDK)/bin/javac --release 25 -Xlint:all -Werror -d $(WORK)/bench-classes integration-tests/src/bench/java/io/jwasm/bench/*.java
	@$(JDK)/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp $(WORK)/bench-classes io.jwasm.bench.Bench $(BENCH)

# Micro-benchmarks of the sentry, for whoever changes its hot path: make jmh JMH='Tmpfs -f 1'.
jmh: all
	@$(MVN) -ntp -Pjmh -pl sentry dependency:copy-dependencies -DoutputDirectory=$(abspath $(WORK))/jmh-lib
	@rm -rf $(WORK)/jmh-classes && mkdir -p $(WORK)/jmh-classes
	@$(JDK)/bin/javac --release 25 -proc:full -cp '$(WORK)/jmh-lib/*:sentry/target/classes' -d $(WORK)/jmh-classes \
	  $$(find sentry/src/jmh/java -name '*.java')
	@$(JDK)/bin/java -Djwasm.hostkernel=$(abspath $(HOST_LIBRARY)) \
	  -cp '$(WORK)/jmh-lib/*:sentry/target/classes:$(WORK)/jmh-classes' org.openjdk.jmh.Main $(JMH)

# mtimes are kept: the AOT caches are refused for a jar with another one.
install: all
	@mkdir -p $(DESTDIR)$(PREFIX)/lib $(DESTDIR)$(PREFIX)/bin
	@rm -rf $(DESTDIR)$(PREFIX)/lib/jwasm
	@cp -a $(DIST) $(DESTDIR)$(PREFIX)/lib/jwasm
	@ln -sf ../lib/jwasm/bin/jwasm $(DESTDIR)$(PREFIX)/bin/jwasm
	@echo "installed $(DESTDIR)$(PREFIX)/bin/jwasm; nothing else was changed. To register it:"
	@runsc-wasm/src/main/dist/register.sh $(PREFIX)/bin/jwasm

fmt: | tools
	@$(MVN) spotless:apply

clean:
	@rm -rf */target
