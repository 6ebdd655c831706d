/*
 * Tests of the launcher's parts that need no privilege, run under the address and undefined-behaviour
 * sanitizers. What needs a kernel and a container is tested from outside, in integration-tests.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attend.h"
#include "cache.h"
#include "container.h"
#include "debuglog.h"
#include "fail.h"
#include "file.h"
#include "frame.h"
#include "hook.h"
#include "jvm.h"
#include "path.h"
#include "proc.h"
#include "start.h"

static int passed, failed;
static char scratch[] = "/tmp/launcher-test-XXXXXX";

#define check(condition)                                                                    \
	do {                                                                                \
		if (condition) {                                                            \
			passed++;                                                           \
		} else {                                                                    \
			failed++;                                                           \
			printf("%s:%d: %s: %s\n", __FILE__, __LINE__, __func__, #condition); \
		}                                                                           \
	} while (0)

/* The command line in one string, words separated by one space. */
static bool parse(struct options *o, const char *line)
{
	static char copy[1024];
	static char *argv[32];
	int argc = 0;
	snprintf(copy, sizeof(copy), "%s", line);
	for (char *word = strtok(copy, " "); word != NULL; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	return options_parse(o, argc, argv);
}

static const char *path_in(const char *name)
{
	static char path[4][512];
	static int next;
	char *result = path[next++ % 4];
	snprintf(result, sizeof(path[0]), "%s/%s", scratch, name);
	return result;
}

static void write_text(const char *name, const char *text)
{
	int fd = open(path_in(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	check(fd >= 0 && file_write(fd, text, strlen(text)) == 0);
	close(fd);
}

static void the_calls_of_docker_are_understood(void)
{
	struct options o;
	check(parse(&o, "jwasm --platform=wasm --root /var/run/docker/runtime-runc/moby --log /b/log.json --log-format json "
			"create --bundle /b --pid-file /b/init.pid abc"));
	check(o.verb == VERB_CREATE && strcmp(o.id, "abc") == 0 && strcmp(o.bundle, "/b") == 0);
	check(o.log_json && strcmp(o.log, "/b/log.json") == 0 && strcmp(o.pid_file, "/b/init.pid") == 0);
	check(strcmp(o.platform, "wasm") == 0);
	check(parse(&o, "jwasm --systemd-cgroup create --console-socket /s abc --bundle /b"));
	check(o.systemd_cgroup && strcmp(o.console_socket, "/s") == 0 && strcmp(o.bundle, "/b") == 0);
	check(parse(&o, "jwasm kill --all abc 9") && o.all && strcmp(o.signal, "9") == 0);
	check(parse(&o, "jwasm kill abc SIGUSR1 --all") && o.all && strcmp(o.signal, "SIGUSR1") == 0);
	check(parse(&o, "jwasm kill abc") && strcmp(o.signal, "TERM") == 0);
	check(parse(&o, "jwasm delete --force abc") && o.force);
	check(parse(&o, "jwasm run -d --keep -b /b abc") && o.detach && o.keep);
	check(strcmp(o.overlay, "none") == 0);
	check(parse(&o, "jwasm --overlay=memory run abc") && strcmp(o.overlay, "memory") == 0);
	check(strcmp(o.page_allocator, "memfd") == 0);
	check(parse(&o, "jwasm --page-allocator accounted:heap run abc") && strcmp(o.page_allocator, "accounted:heap") == 0);
}

static void the_network_is_whatever_somebody_said(void)
{
	struct options o;
	check(parse(&o, "jwasm run abc") && o.network == NULL && o.net_allow[0] == '\0' && o.net_listen[0] == '\0');
	check(parse(&o, "jwasm --network=host run abc") && strcmp(o.network, "host") == 0);
	check(parse(&o, "jwasm --network sandbox run abc") && strcmp(o.network, "sandbox") == 0);
	check(parse(&o, "jwasm --network=none run abc") && strcmp(o.network, "none") == 0);
	check(!parse(&o, "jwasm --network=bridge run abc") && !parse(&o, "jwasm --network= run abc"));
	check(parse(&o, "jwasm --net-allow=out:10.0.0.0/8 --net-listen tcp:0.0.0.0:80 run abc"));
	check(strcmp(o.net_allow, "out:10.0.0.0/8") == 0 && strcmp(o.net_listen, "tcp:0.0.0.0:80") == 0);
}

static void a_failure_is_one_line_of_text(void)
{
	fail("cannot open %s", "a\nb\x1b[31m\tc\x7f");
	check(strcmp(fail_message(), "cannot open a?b?[31m?c?") == 0);
	fail_clear();
	fail("cannot open %s", "\xc3\xa9");
	check(strcmp(fail_message(), "cannot open \xc3\xa9") == 0);
	fail_clear();
	fail("cannot open %s", "\xc3\xa9\xff");
	check(strcmp(fail_message(), "cannot open ???") == 0);
	fail_clear();
	/* Control characters of two bytes, CSI for one, and the separators of lines and paragraphs. */
	fail("cannot open %s", "\xc2\x9b[31m\xc2\x85\xc2\xa0\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\xe2\x80\x94");
	check(strcmp(fail_message(), "cannot open ??[31m??\xc2\xa0??????\xe2\x80\xaa\xe2\x80\x94") == 0);
	fail_clear();
}

static void what_is_not_understood_is_left_to_java(void)
{
	struct options o;
	check(!parse(&o, "jwasm"));
	check(!parse(&o, "jwasm list"));
	check(!parse(&o, "jwasm --frob state abc"));
	check(!parse(&o, "jwasm state"));
	check(!parse(&o, "jwasm state abc def"));
	check(!parse(&o, "jwasm start --force abc"));
	check(!parse(&o, "jwasm --log-format xml state abc"));
	check(!parse(&o, "jwasm --root"));
	check(!parse(&o, "jwasm --overlay=disk run abc"));
	check(!parse(&o, "jwasm create --bundle"));
	check(!parse(&o, "jwasm --help"));
}

static void signals_have_numbers_and_names(void)
{
	check(signal_number("9") == SIGKILL && signal_number("KILL") == SIGKILL && signal_number("SIGKILL") == SIGKILL);
	check(signal_number("sigterm") == SIGTERM && signal_number("USR1") == SIGUSR1 && signal_number("CLD") == SIGCHLD);
	check(signal_number("IO") == SIGIO && signal_number("POLL") == SIGIO);
	check(signal_number("RTMIN") == 34 && signal_number("SIGRTMIN+3") == 37 && signal_number("RTMAX-1") == 63);
	check(signal_number("RTMAX") == 64 && signal_number("64") == 64);
	check(signal_number("0") == -1 && signal_number("65") == -1 && signal_number("-9") == -1);
	check(signal_number("") == -1 && signal_number("FROB") == -1 && signal_number("9x") == -1);
	check(signal_number("RTMIN+31") == -1 && signal_number("RTMIN3") == -1 && signal_number("SIG") == -1);
	check(signal_number("RTMAX+99999999999999999999") == -1 && signal_number("RTMIN-99999999999999999999") == -1);
	check(signal_number("99999999999999999999") == -1);
}

static int read_bundle(struct spec *spec, const char *path, bool *malformed)
{
	int bundle = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	check(bundle >= 0);
	int result = spec_read(spec, bundle, path, malformed);
	close(bundle);
	return result;
}

static bool reads(const char *config)
{
	struct spec spec;
	bool malformed;
	write_text("config.json", config);
	int result = read_bundle(&spec, scratch, &malformed);
	check(result == 0 ? !malformed : malformed && fail_message()[0] != '\0');
	fail_clear();
	spec_free(&spec);
	return result == 0;
}

static void the_spec_gives_what_the_launcher_needs(void)
{
	struct spec spec;
	bool malformed;
	write_text("config.json",
		   "{\"ociVersion\":\"1.2.0\",\"root\":{\"path\":\"rootfs\",\"readonly\":true},\"hostname\":\"h\","
		   "\"process\":{\"user\":{\"uid\":7,\"gid\":8,\"additionalGids\":[9]},\"oomScoreAdj\":-5,"
		   "\"capabilities\":{\"bounding\":[\"CAP_CHOWN\",\"CAP_SYS_ADMIN\"]},"
		   "\"rlimits\":[{\"type\":\"RLIMIT_NOFILE\",\"soft\":5,\"hard\":18446744073709551615}]},"
		   "\"mounts\":[{\"destination\":\"/p\",\"type\":\"proc\",\"source\":\"proc\"},"
		   "{\"destination\":\"/d\",\"source\":\"/data\",\"options\":[\"rbind\",\"ro\"]},"
		   "{\"destination\":\"/e\",\"source\":\"/data\",\"options\":[\"bind\",\"ro\",\"rw\"]}],"
		   "\"annotations\":{\"io.jwasm.module\":\"/m.wasm\",\"io.jwasm.overlay\":\"memory\",\"io.jwasm.network\":\"none\"},"
		   "\"linux\":{\"namespaces\":[{\"type\":\"pid\"},{\"type\":\"uts\"},{\"type\":\"network\",\"path\":\"/n\"}],"
		   "\"uidMappings\":[{\"containerID\":0,\"hostID\":4294967295,\"size\":1}]}}");
	check(read_bundle(&spec, scratch, &malformed) == 0 && !malformed);
	check(spec.uid == 7 && spec.gid == 8 && spec.group_count == 1 && spec.groups[0] == 9);
	check(spec.readonly_root && strcmp(spec.rootfs, "rootfs") == 0 && strcmp(spec.hostname, "h") == 0);
	check(spec.has_oom_score && spec.oom_score == -5);
	check(spec.capabilities[CAPS_BOUNDING] == (1ull | 1ull << CAP_SYS_ADMIN));
	check(spec.rlimit_count == 1 && spec.rlimits[0].resource == RLIMIT_NOFILE && spec.rlimits[0].limit.rlim_cur == 5 &&
	      spec.rlimits[0].limit.rlim_max == RLIM_INFINITY);
	check(spec.bind_count == 2 && spec.binds[1].index == 2 && !spec.binds[1].readonly);
	check(strcmp(spec.module, "/m.wasm") == 0 && spec.overlay_memory && !spec.overlay_none);
	check(strcmp(spec.network, "none") == 0);
	check(spec.binds[0].index == 1 && spec.binds[0].recursive && spec.binds[0].readonly);
	check(spec.namespaces[NS_PID].wanted && spec.namespaces[NS_PID].path == NULL);
	check(spec.namespaces[NS_NETWORK].wanted && strcmp(spec.namespaces[NS_NETWORK].path, "/n") == 0);
	check(spec.uid_map_count == 1 && spec.uid_map[0].host == UINT32_MAX);
	spec_free(&spec);
}

/* The sizes for a machine of 16 GiB; annotations and resources as in config.json. */
static int sizes(struct jvm *jvm, const char *annotations, const char *resources)
{
	static char text[512];
	struct spec spec;
	bool malformed;
	snprintf(text, sizeof(text),
		 "{\"root\":{\"path\":\"r\"},\"process\":{},\"annotations\":{%s},\"linux\":{\"resources\":{%s}}}", annotations,
		 resources);
	write_text("config.json", text);
	check(read_bundle(&spec, scratch, &malformed) == 0);
	return jvm_read(jvm, &spec, UINT64_C(16) << 30);
}

static void the_jvm_is_sized_by_limit_and_annotations(void)
{
	struct jvm jvm;
	char flags[JVM_FLAGS][JVM_FLAG_BYTES];
	check(sizes(&jvm, "", "") == 0 && jvm.heap == UINT64_C(4) << 30 && jvm.code_cache == 128 << 20 && jvm.metaspace == 512 << 20);
	check(jvm.compilation == 256 << 20);
	check(sizes(&jvm, "", "\"memory\":{\"limit\":134217728}") == 0);
	check(jvm.heap == 40 << 20 && jvm.code_cache == 16 << 20 && jvm.metaspace == 32 << 20 && jvm.compilation == 32 << 20);
	check(sizes(&jvm, "", "\"memory\":{\"limit\":67108863}") == -1 && strstr(fail_message(), "at least 67108864 (64m)") != NULL);
	fail_clear();
	check(sizes(&jvm, "", "\"memory\":{\"limit\":67108864}") == 0);
	check(jvm.heap == 16 << 20 && jvm.code_cache == 8 << 20 && jvm.metaspace == 24 << 20 && jvm.compilation == 16 << 20);
	check(sizes(&jvm, "", "\"memory\":{\"limit\":-1}") == 0 && jvm.heap == UINT64_C(4) << 30);
	check(sizes(&jvm, "", "\"memory\":{\"limit\":18446744073709551615}") == 0 && jvm.heap == UINT64_C(4) << 30);
	check(sizes(&jvm, "\"io.jwasm.limit.heap\":\"96m\",\"io.jwasm.limit.metaspace\":\"67108864\"", "") == 0);
	check(jvm.heap == 96 << 20 && jvm.metaspace == 64 << 20);
	check(sizes(&jvm, "\"io.jwasm.limit.code-cache\":\"1G\"", "") == 0 && jvm.code_cache == 1 << 30);
	check(sizes(&jvm, "\"io.jwasm.limit.code-cache\":\"1G\",\"io.jwasm.limit.compilation\":\"2g\"", "") == 0);
	jvm_flags(&jvm, flags);
	check(strcmp(flags[0], "-XX:ReservedCodeCacheSize=1048576k") == 0 && strcmp(flags[3], "-Xmx4194304k") == 0);
	check(strcmp(flags[4], "-XX:CompileCommand=MemLimit,*.*,2097152k~stop") == 0);

	static const char *const wrong[] = { "\"\"", "\"-1\"", "\"8k\"", "\"64mb\"", "\" 64m\"", "\"99999999999999999999g\"", "\"31g\"", "64", "null" };
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char annotation[128];
		snprintf(annotation, sizeof(annotation), "\"io.jwasm.limit.heap\":%s", wrong[i]);
		check(sizes(&jvm, annotation, "") == -1);
		check(strstr(fail_message(), "io.jwasm.limit.heap") != NULL);
	}
}

static void a_spec_that_is_not_as_wanted_is_refused(void)
{
	check(reads("{\"root\":{\"path\":\"r\"},\"process\":{}}"));
	check(reads("{\"root\":{\"path\":\"r\"},\"process\":{},\"linux\":{\"namespaces\":[{\"type\":\"network\"}],"
		    "\"sysctl\":{\"net.core.somaxconn\":\"1\",\"net/ipv4/conf/eth0.1/forwarding\":\"1\"}}}"));
	const char *const of_host[] = { "net.//.kernel.ostype", "net/../kernel/ostype", "kernel.ostype", "net", "fs.mqueue.msg_max",
					"kernel.msgmaxx", "", "." };
	for (size_t i = 0; i < sizeof(of_host) / sizeof(*of_host); i++) {
		char config[512];
		snprintf(config, sizeof(config),
			 "{\"root\":{\"path\":\"r\"},\"process\":{},\"linux\":{\"namespaces\":[{\"type\":\"network\"}],"
			 "\"sysctl\":{\"%s\":\"1\"}}}", of_host[i]);
		check(!reads(config));
	}
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{},\"linux\":{\"sysctl\":{\"net.core.somaxconn\":\"1\"}}}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{},\"hostname\":\"h\"}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{},\"domainname\":\"d\"}"));
	check(!reads(""));
	check(!reads("[]"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"root\":{\"path\":\"s\"},\"process\":{}}"));
	check(!reads("{\"root\":{},\"process\":{}}"));
	check(!reads("{\"root\":{\"path\":\"r\"}}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{\"user\":{\"uid\":4294967295}}}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{\"user\":{\"uid\":-1}}}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{\"user\":{\"uid\":1.5}}}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{\"rlimits\":[{\"type\":\"RLIMIT_FROB\"}]}}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{},\"linux\":{\"namespaces\":[{\"type\":\"frob\"}]}}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{},\"linux\":{\"namespaces\":[{\"type\":\"pid\"},{\"type\":\"pid\"}]}}"));
	check(!reads("{\"root\":{\"path\":\"r\"},\"process\":{},\"mounts\":[{\"type\":\"bind\"}]}"));
}

static void a_missing_config_is_not_a_malformed_one(void)
{
	struct spec spec;
	bool malformed;
	check(mkdir(path_in("no-config"), 0700) == 0);
	check(read_bundle(&spec, path_in("no-config"), &malformed) == -1 && !malformed);
	check(strstr(fail_message(), "no-config/config.json") != NULL);
	fail_clear();
}

static void frames_arrive_as_they_were_sent(void)
{
	int pair[2];
	struct frame frame;
	check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	check(frame_write(pair[0], FRAME_CGROUP, "a\0b", 3) == 0 && frame_write(pair[0], FRAME_READY, NULL, 0) == 0);
	check(frame_read(pair[1], &frame) == 1 && frame.type == FRAME_CGROUP && frame.length == 3 &&
	      memcmp(frame.payload, "a\0b\0", 4) == 0);
	free(frame.payload);
	check(frame_read(pair[1], &frame) == 1 && frame.type == FRAME_READY && frame.length == 0);
	free(frame.payload);
	check(write(pair[0], "\xff\xff\xff\xffr", 5) == 5 && frame_read(pair[1], &frame) == -1);
	fail_clear();
	check(write(pair[0], "\0\0\0\5rab", 7) == 7);
	close(pair[0]);
	check(frame_read(pair[1], &frame) == 0);
	close(pair[1]);
}

static bool is_cached(const char *path, const char *key, const char *expected)
{
	struct cache cache;
	size_t length;
	cache_open(&cache, path);
	char *code = cache_get(&cache, key, &length);
	bool same = expected == NULL ? code == NULL && length == 0
				     : code != NULL && length == strlen(expected) && memcmp(code, expected, length) == 0;
	free(code);
	cache_close(&cache);
	return same;
}

static void store(const char *path, const char *key, const char *code)
{
	struct cache cache;
	size_t length;
	cache_open(&cache, path);
	check(cache.directory >= 0 && cache_get(&cache, key, &length) == NULL);
	cache_put(&cache, key, code, strlen(code));
	cache_close(&cache);
}

static void the_cache_keeps_what_only_we_could_write(void)
{
	char *path = strdup(path_in("cache"));
	store(path, "key-1", "code");
	check(is_cached(path, "key-1", "code") && is_cached(path, "key-2", NULL));
	check(is_cached(path, "../config.json", NULL) && is_cached(path, "", NULL) && is_cached(path, ".", NULL));
	check(chmod(path_in("cache/key-1"), 0644) == 0 && is_cached(path, "key-1", NULL));
	store(path, "key-1", "code");
	check(is_cached(path, "key-1", "code"));
	check(link(path_in("cache/key-1"), path_in("other-name")) == 0 && is_cached(path, "key-1", NULL));
	check(unlink(path_in("other-name")) == 0 && is_cached(path, "key-1", "code"));
	check(symlink("key-1", path_in("cache/key-3")) == 0 && is_cached(path, "key-3", NULL));
	check(geteuid() != 0 || (chown(path_in("cache/key-1"), 1000, 0) == 0 && is_cached(path, "key-1", NULL)));
	free(path);
}

static void a_damaged_entry_is_made_anew(void)
{
	char *path = strdup(path_in("cache")), *entry = strdup(path_in("cache/key-4"));
	for (off_t cut = 0; cut < 24 + 40; cut += 7) {
		store(path, "key-4", "0123456789012345678901234567890123456789");
		check(truncate(entry, cut) == 0 && is_cached(path, "key-4", NULL));
	}
	for (off_t at = 0; at < 24 + 40; at += 3) {
		char byte;
		store(path, "key-4", "0123456789012345678901234567890123456789");
		int fd = open(entry, O_RDWR);
		check(pread(fd, &byte, 1, at) == 1);
		byte ^= 0x10;
		check(pwrite(fd, &byte, 1, at) == 1);
		close(fd);
		check(is_cached(path, "key-4", NULL));
	}
	store(path, "key-4", "whole");
	check(is_cached(path, "key-4", "whole"));
	free(path);
	free(entry);
}

static void a_sandbox_stores_once_and_only_what_it_asked_for(void)
{
	struct cache cache;
	size_t length;
	char *path = strdup(path_in("cache"));
	store(path, "victim", "good");
	cache_open(&cache, path);
	cache_put(&cache, "unasked", "evil", 4);
	check(is_cached(path, "unasked", NULL));
	check(cache_get(&cache, "mine", &length) == NULL);
	cache_put(&cache, "victim", "evil", 4);
	cache_put(&cache, "../escape", "evil", 4);
	check(is_cached(path, "victim", "good") && access(path_in("escape"), F_OK) != 0);
	check(cache_get(&cache, "victim", &length) == NULL && cache_get(&cache, "third", &length) == NULL);
	cache_put(&cache, "third", "evil", 4);
	cache_put(&cache, "mine", "code", 4);
	cache_put(&cache, "mine", "evil", 4);
	check(is_cached(path, "mine", "code") && is_cached(path, "third", NULL));
	cache_close(&cache);
	cache_open(&cache, path);
	char *code = cache_get(&cache, "victim", &length);
	cache_put(&cache, "victim", "evil", 4);
	check(code != NULL && is_cached(path, "victim", "good"));
	free(code);
	cache_close(&cache);
	free(path);
}

#define MODULE "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static char start_pages[2 * START_PAGE_BYTES];

static void store_start(const char *path, const char *key)
{
	struct cache cache;
	cache_open(&cache, path);
	check(start_get(&cache, key).fd < 0);
	struct start start = start_put(&cache, key, 65536, start_pages, sizeof(start_pages));
	check(start.fd >= 0 && start.address == 65536 && start.length == sizeof(start_pages));
	close(start.fd);
	cache_close(&cache);
}

/* Closes it again. */
static bool is_start(struct start start)
{
	char found[sizeof(start_pages)];
	bool same = start.fd >= 0 && start.address == 65536 && start.length == sizeof(found) &&
		    pread(start.fd, found, sizeof(found), START_PAGE_BYTES) == sizeof(found) &&
		    memcmp(found, start_pages, sizeof(found)) == 0 && (fcntl(start.fd, F_GETFL) & O_ACCMODE) == O_RDONLY;
	if (start.fd >= 0)
		close(start.fd);
	return same;
}

static bool has_start(const char *path, const char *key)
{
	struct cache cache;
	cache_open(&cache, path);
	bool found = is_start(start_get(&cache, key));
	cache_close(&cache);
	return found;
}

static void a_start_state_is_kept_and_handed_over(void)
{
	struct cache cache;
	struct frame frame;
	int pair[2];
	char byte, *path = strdup(path_in("cache"));
	for (size_t i = 0; i < sizeof(start_pages); i++)
		start_pages[i] = (char)(i / 3);
	check(!has_start(path, MODULE ".start"));
	store_start(path, MODULE ".start");
	check(has_start(path, MODULE ".start") && !has_start(path, MODULE) && !has_start(path, "../cache/" MODULE ".start"));
	/* Looked up before it is asked for: then it is this module's or none. */
	cache_open(&cache, path);
	start_expect(&cache, MODULE "-engine-1-jdk");
	check(start_get(&cache, "other.start").fd < 0 && is_start(start_get(&cache, MODULE ".start")));
	check(start_get(&cache, MODULE ".start").fd < 0);
	start_expect(&cache, MODULE "-engine-1-jdk");
	check(cache.ready.fd < 0);
	cache_close(&cache);
	cache_open(&cache, path);
	start_expect(&cache, "short");
	check(is_start(start_get(&cache, MODULE ".start")));
	cache_close(&cache);
	check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
	cache_open(&cache, path);
	check(start_send(pair[0], start_get(&cache, MODULE ".start")) == 0);
	check(frame_read(pair[1], &frame) == 1 && frame.type == FRAME_DONE && frame.length == 16);
	check(memcmp(frame.payload, "\0\0\0\0\0\1\0\0\0\0\0\0\0\0\x20\0", 16) == 0);
	free(frame.payload);
	check(recv(pair[1], &byte, 1, MSG_DONTWAIT) == 1);
	check(start_send(pair[0], start_get(&cache, MODULE ".start")) == 0);
	check(frame_read(pair[1], &frame) == 1 && frame.type == FRAME_DONE && frame.length == 0);
	free(frame.payload);
	check(recv(pair[1], &byte, 1, MSG_DONTWAIT) == -1 && errno == EAGAIN);
	close(pair[0]);
	close(pair[1]);
	cache_close(&cache);
	free(path);
}

static void a_damaged_start_state_is_made_anew(void)
{
	static const off_t places[] = { 0, 7, 8, 12, 15, 16, 23, 24, 25, 26, 28, 31, 32, 39, 4096, 5000, 12287 };
	char *path = strdup(path_in("cache")), *entry = strdup(path_in("cache/key-5.start"));
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		char byte;
		store_start(path, "key-5.start");
		int fd = open(entry, O_RDWR);
		check(pread(fd, &byte, 1, places[i]) == 1);
		byte ^= 0x10;
		check(pwrite(fd, &byte, 1, places[i]) == 1);
		close(fd);
		check(!has_start(path, "key-5.start"));
	}
	for (off_t length = 0; length < 16384; length += 1365)
		if (length != 12288) {
			store_start(path, "key-5.start");
			check(truncate(entry, length) == 0 && !has_start(path, "key-5.start"));
		}
	store_start(path, "key-5.start");
	check(has_start(path, "key-5.start") && chmod(entry, 0620) == 0 && !has_start(path, "key-5.start"));
	free(path);
	free(entry);
}

static void a_start_state_has_bounds(void)
{
	static const struct { uint64_t address, length; } ranges[] = {
		{ 1, 4096 }, { 4096, 0 }, { 4096, 4095 }, { 4096, 100 }, { 2ull << 30, 4096 }, { (2ull << 30) - 4096, 8192 },
		{ UINT64_MAX - 4095, 4096 }, { UINT64_MAX - 4095, 8192 }, { 0, START_BYTES_MAX + 4096ull },
	};
	char *path = strdup(path_in("cache"));
	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
		struct cache cache;
		cache_open(&cache, path);
		check(start_get(&cache, "key-6.start").fd < 0);
		check(start_put(&cache, "key-6.start", ranges[i].address, start_pages, ranges[i].length).fd < 0);
		cache_close(&cache);
		check(access(path_in("cache/key-6.start"), F_OK) != 0);
	}
	struct cache cache;
	cache_open(&cache, path);
	check(start_put(&cache, "key-6.start", 0, start_pages, 4096).fd < 0);
	check(start_get(&cache, "key-6.start").fd < 0 && start_put(&cache, "key-7.start", 0, start_pages, 4096).fd < 0);
	struct start start = start_put(&cache, "key-6.start", (2ull << 30) - 4096, start_pages, 4096);
	check(start.fd >= 0 && start_put(&cache, "key-6.start", 0, start_pages, 4096).fd < 0);
	close(start.fd);
	cache_close(&cache);
	free(path);
}

static void the_cache_is_bounded_and_swept(void)
{
	char *path = strdup(path_in("small")), name[64];
	struct timespec times[2] = { { 1000, 0 }, { 1000, 0 } };
	store(path, "first", "x");
	for (int i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "small/huge-%d", i);
		int fd = open(path_in(name), O_RDWR | O_CREAT, 0600);
		check(ftruncate(fd, 500 << 20) == 0);
		times[1].tv_sec++;
		check(futimens(fd, times) == 0);
		close(fd);
	}
	write_text("small/killed.1.tmp", "half");
	check(utimensat(AT_FDCWD, path_in("small/killed.1.tmp"), times, 0) == 0);
	write_text("small/writing.2.tmp", "half");
	store(path, "second", "y");
	check(access(path_in("small/huge-0"), F_OK) != 0 && access(path_in("small/huge-2"), F_OK) == 0);
	check(access(path_in("small/killed.1.tmp"), F_OK) != 0 && access(path_in("small/writing.2.tmp"), F_OK) == 0);
	check(is_cached(path, "first", "x") && is_cached(path, "second", "y"));
	free(path);
}

static void a_cache_in_a_place_of_others_is_not_used(void)
{
	struct cache cache;
	char *path = strdup(path_in("theirs/cache"));
	check(mkdir(path_in("theirs"), 0700) == 0 && mkdir(path, 0700) == 0);
	check(chmod(path_in("theirs"), 0777) == 0);
	cache_open(&cache, path);
	check(cache.directory == -1);
	check(chmod(path_in("theirs"), 01777) == 0);
	cache_open(&cache, path);
	check(cache.directory >= 0);
	cache_close(&cache);
	check(chmod(path, 0770) == 0);
	cache_open(&cache, path);
	check(cache.directory == -1);
	check(chmod(path, 0700) == 0 && (geteuid() != 0 || chown(path_in("theirs"), 1000, 0) == 0));
	cache_open(&cache, path);
	check(geteuid() != 0 || cache.directory == -1);
	cache_close(&cache);
	check(symlink("theirs/cache", path_in("alias")) == 0);
	cache_open(&cache, path_in("alias"));
	check(cache.directory == -1);
	free(path);
}

static void ids_are_checked(void)
{
	struct container c;
	char longest[1026];
	memset(longest, 'a', sizeof(longest));
	longest[1024] = '\0';
	char *root = strdup(path_in("state"));
	check(store_create(&c, root, "ok_1.2+3-4") == 0);
	check(store_create(&c, root, "ok_1.2+3-4") == -1 && strstr(fail_message(), "already exists") != NULL);
	fail_clear();
	check(store_create(&c, root, longest) == 0);
	longest[1024] = 'a';
	longest[1025] = '\0';
	static const char *const bad[] = { "", ".", "..", "a/b", "../x", "a b", "a\nb", "\xc3\xa9" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		check(store_create(&c, root, bad[i]) == -1 && fail_message()[0] != '\0');
		fail_clear();
	}
	check(store_create(&c, root, longest) == -1);
	fail_clear();
	free(root);
}

static void no_two_ids_have_one_group(void)
{
	struct cgroup one, other;
	char id[400], second[400];
	memset(id, 'a', sizeof(id) - 1);
	id[sizeof(id) - 1] = '\0';
	memcpy(second, id, sizeof(id));
	second[sizeof(id) - 2] = 'b';
	check(cgroup_plan(&one, NULL, id, false) == 0 && cgroup_plan(&other, NULL, second, false) == 0);
	check(one.count > 0 && one.count == other.count);
	for (int i = 0; i < one.count && i < other.count; i++)
		check(strcmp(one.hierarchies[i].path, other.hierarchies[i].path) != 0);
	cgroup_free(&one);
	cgroup_free(&other);
}

static void dots_are_seen_as_components_of_a_path(void)
{
	static const char *const with[] = { "..", "../a", "a/..", "/a/../b", "a/.../../b" };
	static const char *const without[] = { "", ".", "/", "...", "a..", "..a", "a..b/c", "/.../a", "./a/./b" };
	for (size_t i = 0; i < sizeof(with) / sizeof(*with); i++)
		check(path_has_dots(with[i]));
	for (size_t i = 0; i < sizeof(without) / sizeof(*without); i++)
		check(!path_has_dots(without[i]));
}

static void a_group_that_cannot_be_joined_is_a_failure(void)
{
	struct rlimit before, none = { 0, 0 };
	json_t *paths = json_pack("[s, s, i]", scratch, path_in("no-group"), 5);
	check(cgroup_join(paths, "1:2") == 0);
	check(getrlimit(RLIMIT_NOFILE, &before) == 0);
	none.rlim_max = before.rlim_max;
	check(setrlimit(RLIMIT_NOFILE, &none) == 0);
	check(cgroup_join(paths, "1:2") == -1);
	check(setrlimit(RLIMIT_NOFILE, &before) == 0 && strstr(fail_message(), "Too many open files") != NULL);
	fail_clear();
	json_decref(paths);
}

static void a_damaged_state_is_an_error_and_can_be_removed(void)
{
	struct container c;
	bool missing;
	char *root = strdup(path_in("state"));
	check(store_create(&c, root, "torn") == 0);
	close(c.lock);
	static const char *const bad[] = { "", "{", "[]", "{\"pid\":\"1\",\"status\":\"running\"}", "{\"pid\":1}" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		write_text("state/torn/state.json", bad[i]);
		check(store_open(&c, root, "torn", &missing) == -1 && !missing && c.dir >= 0);
		check(strstr(fail_message(), "delete --force torn") != NULL);
		fail_clear();
		close(c.lock);
	}
	check(store_remove(&c) == 0 && access(path_in("state/torn"), F_OK) != 0);
	check(store_open(&c, root, "torn", &missing) == -1 && missing);
	fail_clear();
	free(root);
}

static void a_state_that_could_not_be_read_again_is_not_written(void)
{
	struct container c;
	char *large = malloc(9 << 20);
	memset(large, 'x', (9 << 20) - 1);
	large[(9 << 20) - 1] = '\0';
	check(store_create(&c, path_in("state"), "large") == 0);
	c.state = json_pack("{s:s, s:s, s:i, s:s}", "id", "large", "status", "creating", "pid", 0, "annotations", large);
	check(store_save(&c) == -1 && strstr(fail_message(), "annotations") != NULL);
	fail_clear();
	check(store_remove(&c) == 0);
	store_close(&c);
	free(large);
}

static void a_process_that_is_gone_has_no_container(void)
{
	struct container c;
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	check(waitpid(child, NULL, 0) == child && process_start_time(child) == -1);
	check(store_create(&c, path_in("state"), "gone") == 0);
	/* What a create records whose sandbox ends at that moment. */
	c.state = json_pack("{s:s, s:s, s:i, s:i}", "id", "gone", "status", "created", "pid", (int)child, "pidStartTime", -1);
	check(store_status(&c) == STATUS_STOPPED);
	bool ours = true;
	check(store_pidfd(&c, &ours) == -1 && !ours);
	check(store_remove(&c) == 0);
	store_close(&c);
}

static void *wait_for_ever(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static void a_process_lives_as_long_as_any_thread_of_it(void)
{
	char state[64] = "", path[64];
	pid_t child = fork();
	if (child == 0) {
		pthread_t thread;
		if (pthread_create(&thread, NULL, wait_for_ever, NULL) == 0)
			syscall(SYS_exit, 0);
		_exit(1);
	}
	struct pollfd ended = { (int)syscall(SYS_pidfd_open, child, 0), POLLIN, 0 };
	snprintf(path, sizeof(path), "/proc/%d/status", child);
	while (strstr(state, "Z (zombie)") == NULL) {
		FILE *status = fopen(path, "re");
		while (status != NULL && fgets(state, sizeof(state), status) != NULL && strncmp(state, "State:", 6) != 0)
			;
		if (status == NULL || fclose(status) != 0)
			break;
	}
	check(strstr(state, "Z (zombie)") != NULL && process_start_time(child) > 0);
	check(kill(child, SIGKILL) == 0);
	/* All of it has ended then, but nobody has waited for it yet. */
	check(poll(&ended, 1, -1) == 1 && process_start_time(child) == -1);
	check(waitpid(child, NULL, 0) == child);
	close(ended.fd);
}

static void files_are_bounded(void)
{
	size_t length;
	write_text("big", "12345");
	int fd = open(path_in("big"), O_RDONLY);
	char *content = file_read(fd, 5, &length);
	check(content != NULL && length == 5);
	free(content);
	lseek(fd, 0, SEEK_SET);
	check(file_read(fd, 4, &length) == NULL && errno == EFBIG);
	close(fd);
	fd = open(scratch, O_RDONLY | O_DIRECTORY);
	check(file_read(fd, 4096, &length) == NULL && errno == EINVAL);
	close(fd);
}

static void files_of_the_kernel_are_read_as_text(void)
{
	char text[8];
	check(proc_read("self/stat", text, sizeof(text)) && strlen(text) == 7);
	check(!proc_read("self/no-such-file", text, sizeof(text)) && text[0] == '\0');
	check(!proc_read("self", text, sizeof(text)) && text[0] == '\0');
	int null = open("/dev/null", O_RDONLY);
	check(!file_read_once(null, text, sizeof(text)) && text[0] == '\0' && fcntl(null, F_GETFD) == -1);
}

static void a_directory_is_listed_from_its_first_entry(void)
{
	int directory = open(scratch, O_RDONLY | O_DIRECTORY), counts[2] = { 0, 0 };
	for (int i = 0; i < 2; i++) {
		DIR *entries = path_entries(directory);
		check(entries != NULL);
		while (entries != NULL && readdir(entries) != NULL)
			counts[i]++;
		if (entries != NULL)
			closedir(entries);
	}
	check(counts[0] > 2 && counts[0] == counts[1] && fcntl(directory, F_GETFD) >= 0);
	close(directory);
	check(path_entries(directory) == NULL && errno == EBADF);
}

static void hooks_get_the_state_and_are_judged(void)
{
	json_error_t error;
	char text[768];
	snprintf(text, sizeof(text),
		 "{\"good\":[{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"-c\",\"cat > %s/seen; echo $A >> %s/seen\"],"
		 "\"env\":[\"A=b\"]}],"
		 "\"bad\":[{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"-c\",\"echo why >&2; exit 3\"]}],"
		 "\"slow\":[{\"path\":\"/bin/sleep\",\"args\":[\"sleep\",\"60\"],\"timeout\":1}],"
		 "\"gone\":[{\"path\":\"/usr/bin/perl\",\"args\":[\"perl\",\"-e\",\"setpgrp(0, getppid);"
		 "sleep 5; open(F, '>%s/late')\"],\"timeout\":1}]}",
		 scratch, scratch, scratch);
	json_t *hooks = json_loads(text, JSON_DECODE_INT_AS_REAL, &error);
	check(hook_run_all(hooks, "good", "{\"id\":\"x\"}", NULL, NULL) == 0);
	size_t length;
	int fd = open(path_in("seen"), O_RDONLY);
	char *seen = file_read(fd, 100, &length);
	check(seen != NULL && length == 12 && memcmp(seen, "{\"id\":\"x\"}b\n", 12) == 0);
	free(seen);
	close(fd);
	check(hook_run_all(hooks, "bad", "{}", NULL, NULL) == -1);
	check(strstr(fail_message(), "bad hook #0 /bin/sh failed: exit status 3, stderr: why") != NULL);
	fail_clear();
	check(hook_run_all(hooks, "slow", "{}", NULL, NULL) == -1 && strstr(fail_message(), "timeout") != NULL);
	fail_clear();
	/* One that left the group that it was put into. */
	setpgid(0, 0);
	check(hook_run_all(hooks, "gone", "{}", NULL, NULL) == -1 && strstr(fail_message(), "timeout") != NULL);
	check(access(path_in("late"), F_OK) != 0);
	fail_clear();
	check(hook_run_all(hooks, "none", "{}", NULL, NULL) == 0);
	json_decref(hooks);
}

/* A sandbox that asks for the network, and only then lets the hook go on; it fails when the answer comes before its end. */
static _Noreturn void ask_for_network(int control, bool hooks)
{
	struct frame frame;
	struct pollfd answer = { control, POLLIN, 0 };
	frame_write(control, FRAME_NETWORK, NULL, 0);
	bool early = hooks && poll(&answer, 1, 100) != 0;
	int gate = hooks ? open(path_in("gate"), O_WRONLY) : 0;
	bool told = frame_read(control, &frame) == 1 && frame.type == FRAME_DONE && frame.length == 0;
	if (early || gate < 0 || !told || (hooks && access(path_in("moved"), F_OK) != 0))
		frame_write(control, FRAME_FAILED, "too early", strlen("too early"));
	else
		frame_write(control, FRAME_READY, NULL, 0);
	_exit(0);
}

/* Whether a sandbox that asks for the network sees what the hooks have done. */
static bool network_follows(const char *hooks)
{
	static struct creation c;
	json_error_t error;
	int pair[2];
	struct options o = { .id = "n", .cache = "/nowhere" };
	check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
	pid_t pid = fork();
	if (pid == 0) {
		close(pair[0]);
		ask_for_network(pair[1], hooks[0] != '\0');
	}
	close(pair[1]);
	memset(&c, 0, sizeof(c));
	c.container = (struct container){ .id = "n", .state = json_pack("{s:s, s:i}", "id", "n", "pid", 0) };
	c.spec.hooks = hooks[0] == '\0' ? NULL : json_loads(hooks, 0, &error);
	c.sandbox.options = &o;
	c.sandbox.control = pair[0];
	int result = attend(&c);
	if (result != 0)
		printf("%s\n", fail_message());
	fail_clear();
	json_decref(c.spec.hooks);
	json_decref(c.container.state);
	close(pair[0]);
	return waitpid(pid, NULL, 0) == pid && result == 0;
}

static void sockets_are_bound_after_the_hooks(void)
{
	char hooks[1024];
	check(mkfifo(path_in("gate"), 0600) == 0);
	snprintf(hooks, sizeof(hooks),
		 "{\"prestart\":[{\"path\":\"/bin/true\"}],"
		 "\"createRuntime\":[{\"path\":\"/bin/sh\",\"args\":[\"sh\",\"-c\",\"exec < %s/gate; > %s/moved\"]}]}",
		 scratch, scratch);
	check(network_follows(hooks));
	check(network_follows(""));
}

/* Removes a container that has that sandbox log; returns how many logs are kept then. */
static int kept(const char *directory, const char *log)
{
	struct container c;
	struct dirent **names;
	check(store_create(&c, path_in("state"), "broken") == 0);
	int fd = openat(c.dir, "sandbox.log", O_WRONLY | O_CREAT | O_TRUNC, 0600);
	check(file_write(fd, log, strlen(log)) == 0);
	close(fd);
	debuglog_keep_in(directory, &c);
	check(store_remove(&c) == 0);
	int count = scandir(directory, &names, NULL, alphasort);
	for (int i = 0; i < count; i++)
		free(names[i]);
	if (count >= 0)
		free(names);
	return count < 0 ? 0 : count - 2;
}

static void logs_of_broken_sandboxes_are_kept(void)
{
	char logs[600];
	snprintf(logs, sizeof(logs), "%s", path_in("logs"));
	check(kept(logs, "time=now level=error msg=\"unreachable\"\n") == 0);
	check(kept(logs, "") == 0);
	check(kept(logs, "a trace\nlevel=error msg=\"internal error: a bug\"\n") == 1);
	for (int i = 0; i < 40; i++)
		kept(logs, "internal error");
	check(kept(logs, "internal error") == 32);
	/* Where somebody else might write, nothing is written. */
	char shared[600];
	snprintf(shared, sizeof(shared), "%s", path_in("shared"));
	check(mkdir(shared, 0700) == 0 && chmod(shared, 0777) == 0);
	check(kept(shared, "internal error") == 0);
	char link[600];
	snprintf(link, sizeof(link), "%s", path_in("link"));
	check(chmod(shared, 0700) == 0 && symlink(shared, link) == 0);
	check(kept(link, "internal error") == 0 && unlink(link) == 0);
	check(kept(shared, "internal error") == 1);
}

static void the_debug_log_may_be_a_directory(void)
{
	struct container c;
	struct dirent **names;
	char directory[600];
	snprintf(directory, sizeof(directory), "%s/", path_in("debug"));
	struct options o = { .debug_log = directory };
	check(store_create(&c, path_in("state"), "with.debug") == 0);
	int fd = debuglog_open(&c, &o);
	check(fd >= 0 && close(fd) == 0);
	check(scandir(directory, &names, NULL, alphasort) == 3);
	check(strncmp(names[2]->d_name, "jwasm.log.20", 12) == 0 && strstr(names[2]->d_name, ".with.debug.boot.txt") != NULL);
	char pattern[600];
	snprintf(pattern, sizeof(pattern), "%s/a-%%COMMAND%%-%%ID%%-%%X%%", path_in("debug"));
	o.debug_log = pattern;
	fd = debuglog_open(&c, &o);
	check(fd >= 0 && close(fd) == 0 && access(path_in("debug/a-boot-with.debug-%X%"), F_OK) == 0);
	char endless[5000];
	memset(endless, 'x', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = '\0';
	o.debug_log = endless;
	check(debuglog_open(&c, &o) < 0);
	fail_clear();
	check(store_remove(&c) == 0);
}

int main(void)
{
	if (mkdtemp(scratch) == NULL)
		return 1;
	the_calls_of_docker_are_understood();
	the_network_is_whatever_somebody_said();
	a_failure_is_one_line_of_text();
	what_is_not_understood_is_left_to_java();
	signals_have_numbers_and_names();
	the_spec_gives_what_the_launcher_needs();
	the_jvm_is_sized_by_limit_and_annotations();
	a_spec_that_is_not_as_wanted_is_refused();
	a_missing_config_is_not_a_malformed_one();
	frames_arrive_as_they_were_sent();
	the_cache_keeps_what_only_we_could_write();
	a_damaged_entry_is_made_anew();
	a_start_state_is_kept_and_handed_over();
	a_damaged_start_state_is_made_anew();
	a_start_state_has_bounds();
	a_sandbox_stores_once_and_only_what_it_asked_for();
	the_cache_is_bounded_and_swept();
	a_cache_in_a_place_of_others_is_not_used();
	ids_are_checked();
	no_two_ids_have_one_group();
	dots_are_seen_as_components_of_a_path();
	a_group_that_cannot_be_joined_is_a_failure();
	a_damaged_state_is_an_error_and_can_be_removed();
	a_state_that_could_not_be_read_again_is_not_written();
	a_process_that_is_gone_has_no_container();
	a_process_lives_as_long_as_any_thread_of_it();
	files_are_bounded();
	files_of_the_kernel_are_read_as_text();
	a_directory_is_listed_from_its_first_entry();
	logs_of_broken_sandboxes_are_kept();
	the_debug_log_may_be_a_directory();
	hooks_get_the_state_and_are_judged();
	sockets_are_bound_after_the_hooks();
	char command[64];
	snprintf(command, sizeof(command), "rm -rf '%s'", scratch);
	if (system(command) != 0)
		failed++;
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
