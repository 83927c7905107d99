# `make` prints this list; every target is one line.
MVN := $(shell command -v mvn || echo ./mvnw)
.DEFAULT_GOAL := help
.PHONY: help demo verify build tools format bench-start bench-restart bench bench-growth soak clean

help:  ## Print this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"
demo: build  ## Build, start a platform, play every example of the guide, leave it running
	./openaep demo
verify: tools  ## Everything CI runs
	scripts/verify
build:  ## Build the program if a source has changed
	scripts/build
tools:  ## Install the foreign programs that the tests need (asks apt-get, when it may)
	scripts/tools
format:  ## Format the sources
	JAVA_HOME=$$(scripts/find-jdk) $(MVN) -q -B spotless:apply
bench-start: build  ## Print the time to the ready line and the memory at idle
	scripts/bench-start
bench-restart: build  ## Measure a restart with 100,000 registered LwM2M devices (some minutes)
	scripts/bench-restart
bench: build  ## Measure each path with the fleet and write docs/reference/benchmarks.md
	scripts/bench
bench-growth: build  ## Fill a platform with devices and reports, measure, and write docs/reference/growth.md
	scripts/bench growth
soak: build tools  ## Play ten thousand seeds, a hundred million reports, a hundred kills and long overload (some hours)
	scripts/soak
clean:  ## Remove what the build made
	JAVA_HOME=$$(scripts/find-jdk) $(MVN) -q -B clean
