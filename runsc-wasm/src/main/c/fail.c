#include "fail.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "timestamp.h"

static char message[4096];
static const char *log_path;
static bool log_json;

/*
 * The bytes of the character at c that no line of text has: controls, those of two bytes included (terminals obey some),
 * and Unicode's separators of lines and paragraphs. 0: it is none of them.
 */
static int control_at(const unsigned char *c)
{
	if (*c < ' ' || *c == 0x7f)
		return 1;
	if (c[0] == 0xc2 && c[1] >= 0x80 && c[1] < 0xa0)
		return 2;
	return c[0] == 0xe2 && c[1] == 0x80 && (c[2] == 0xa8 || c[2] == 0xa9) ? 3 : 0;
}

/*
 * Names from an image or a config.json may hold anything: on a terminal and in a log they must stay one line of text, and
 * the JSON encoder of the log takes valid UTF-8 only.
 */
static void make_line(char *text)
{
	json_t *valid = json_string(text);
	for (unsigned char *c = (unsigned char *)text; *c != '\0'; c++) {
		int bytes = valid == NULL && *c > 0x7f ? 1 : control_at(c);
		if (bytes > 0)
			memset(c, '?', (size_t)bytes);
	}
	json_decref(valid);
}

int fail(const char *format, ...)
{
	if (message[0] != '\0')
		return -1;
	va_list args;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	make_line(message);
	return -1;
}

const char *fail_message(void)
{
	return message;
}

void fail_clear(void)
{
	message[0] = '\0';
}

void log_open(const char *path, bool json)
{
	log_path = path;
	log_json = json;
}

void log_line(const char *level, const char *text)
{
	if (log_path == NULL)
		return;
	int fd = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (fd < 0)
		return;
	char time[TIMESTAMP_SIZE];
	timestamp_now(time);
	json_t *quoted = json_string(text);
	char *json = quoted == NULL ? NULL : json_dumps(quoted, JSON_ENCODE_ANY);
	if (json != NULL) {
		if (log_json)
			dprintf(fd, "{\"level\":\"%s\",\"msg\":%s,\"time\":\"%s\"}\n", level, json, time);
		else
			dprintf(fd, "time=\"%s\" level=%s msg=%s\n", time, level, json);
	}
	free(json);
	json_decref(quoted);
	close(fd);
}

void fail_report(void)
{
	make_line(message);
	log_line("error", message);
	fprintf(stderr, "jwasm: %s\n", message);
}

void warn(const char *format, ...)
{
	char text[2048];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	make_line(text);
	log_line("warning", text);
	fprintf(stderr, "jwasm: warning: %s\n", text);
}
