/* What a process asks of the disk, written down in order: writes, cuts and syncs of the files below one folder.
 *
 * Loaded with LD_PRELOAD by tests/reliability/test_power_cut.py, which makes of it what lies on the disk when the power
 * goes at any moment: what was synced for sure, of the rest as much or as little as it likes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int notes = -1;

static ssize_t plain_write(int file, const void *data, size_t size) {
    static ssize_t (*next)(int, const void *, size_t);
    if (!next) next = dlsym(RTLD_NEXT, "write");
    return next(file, data, size);
}

/* One record: kind, length of the name, offset, size, name, data. */
static void note(char kind, int file, int64_t offset, const void *data, int64_t size) {
    const char *folder = getenv("POWER_FOLDER"), *path = getenv("POWER_NOTES");
    char link[64], name[4096];
    if (!folder || !path) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, name, sizeof name - 1);
    if (length <= 0) return;
    name[length] = 0;
    if (strncmp(name, folder, strlen(folder)) != 0) return;
    pthread_mutex_lock(&lock);
    if (notes < 0) notes = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int32_t letters = (int32_t)length;
    plain_write(notes, &kind, 1);
    plain_write(notes, &letters, sizeof letters);
    plain_write(notes, &offset, sizeof offset);
    plain_write(notes, &size, sizeof size);
    plain_write(notes, name, (size_t)length);
    if (data) plain_write(notes, data, (size_t)size);
    pthread_mutex_unlock(&lock);
}

ssize_t write(int file, const void *data, size_t size) {
    ssize_t done = plain_write(file, data, size);
    if (done > 0) note('W', file, lseek(file, 0, SEEK_CUR) - done, data, done);
    return done;
}

ssize_t pwrite64(int file, const void *data, size_t size, off64_t offset) {
    static ssize_t (*next)(int, const void *, size_t, off64_t);
    if (!next) next = dlsym(RTLD_NEXT, "pwrite64");
    ssize_t done = next(file, data, size, offset);
    if (done > 0) note('W', file, offset, data, done);
    return done;
}

ssize_t pwrite(int file, const void *data, size_t size, off_t offset) { return pwrite64(file, data, size, offset); }

int ftruncate64(int file, off64_t size) {
    static int (*next)(int, off64_t);
    if (!next) next = dlsym(RTLD_NEXT, "ftruncate64");
    int failed = next(file, size);
    if (!failed) note('T', file, size, NULL, 0);
    return failed;
}

int ftruncate(int file, off_t size) { return ftruncate64(file, size); }

int fsync(int file) {
    static int (*next)(int);
    if (!next) next = dlsym(RTLD_NEXT, "fsync");
    int failed = next(file);
    if (!failed) note('S', file, 0, NULL, 0);
    return failed;
}

int fdatasync(int file) {
    static int (*next)(int);
    if (!next) next = dlsym(RTLD_NEXT, "fdatasync");
    int failed = next(file);
    if (!failed) note('S', file, 0, NULL, 0);
    return failed;
}
