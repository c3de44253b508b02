/*
 * What every peer written in C needs: the arguments, the capture, a NIC's ring that is filled again
 * and again, the clock, the check of the payload, and the line that is printed. docs/peers.md
 * describes all of it for peers in other languages.
 */
#ifndef RSCLAB_PEER_H
#define RSCLAB_PEER_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
  /* Exit statuses. */
  PEER_WRONG_ARGUMENTS = 2,
  PEER_NOT_THIS_TRAFFIC = 3,

  ETHERNET_BYTES = 14,
  IPV4_BYTES = 20,
  TCP_BYTES = 20,
  HEADERS_BYTES = ETHERNET_BYTES + IPV4_BYTES + TCP_BYTES,

  /* What is written of a frame between two uses of its buffer: two cache lines. */
  REFILL_BYTES = 128,

  /* Buffers are an odd number of cache lines apart, so that headers spread over all cache sets. */
  SMALLEST_BUFFER = 2048 + 64
};

struct peer_args {
  const char *pcap;
  size_t interval_packets;
  size_t ring_frames;
  long warmup_ms;
  long repetition_ms;
  int repetitions;
};

/* The frames of a capture, and what a flow's numbers advance by in one pass over it. */
struct trace {
  size_t packets;
  uint32_t longest;
  uint8_t *file;
  uint8_t **frames;
  uint32_t *lengths;
  uint8_t *headers; /* the first REFILL_BYTES of every frame */
  uint32_t *flows;  /* packet to flow */
  uint32_t *sequence_advance;
  uint32_t *acknowledgement_advance;
};

/* A sum over all payload bytes and their places in their streams: the order does not matter. */
struct check {
  uint64_t digest;
};

struct counts {
  uint64_t deliveries;
  uint64_t payload_bytes;
};

/* A coalescer behind the ring. All functions get `self`. */
struct peer {
  const char *name;
  const char *version;
  const char *role; /* "peer" or "bound" */
  void *self;
  struct counts *counts;

  /* Packets between two refills of the ring; then nothing is held, and all buffers are free. */
  size_t batch;

  /* Where the frame of a slot begins. */
  uint8_t *(*buffer)(void *self, size_t slot);

  /* A frame was written into a slot; not measured. */
  void (*receive)(void *self, size_t slot, uint32_t length);

  /* Takes the frames of so many slots, from `first` on and around the ring; measured. */
  void (*offer)(void *self, size_t first, size_t count);

  /* The same, and adds what is delivered to a check; not measured. */
  void (*offer_checked)(void *self, size_t first, size_t count, struct check *check);
};

/* Ends the program with a line on stderr. */
_Noreturn void peer_fail(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void peer_parse(int argc, char **argv, struct peer_args *args);

/* Reads the capture; ends the program if it holds anything but TCP over IPv4 without options. */
void trace_read(const char *path, struct trace *trace);

/* Plays the trace, measures, and prints the line. */
void peer_run(const struct peer_args *args, const struct trace *trace, const struct peer *peer);

/* Adds payload that begins at a sequence number of a flow. */
void check_add(struct check *check, const uint8_t *headers, uint32_t sequence,
               const uint8_t *payload, size_t bytes);

static inline uint16_t load16(const uint8_t *at) {
  uint16_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline uint32_t load32(const uint8_t *at) {
  uint32_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline uint64_t load64(const uint8_t *at) {
  uint64_t value;
  memcpy(&value, at, sizeof value);
  return value;
}

static inline uint16_t load16be(const uint8_t *at) { return __builtin_bswap16(load16(at)); }

static inline uint32_t load32be(const uint8_t *at) { return __builtin_bswap32(load32(at)); }

static inline void store16be(uint8_t *at, uint16_t value) {
  value = __builtin_bswap16(value);
  memcpy(at, &value, sizeof value);
}

static inline void store32be(uint8_t *at, uint32_t value) {
  value = __builtin_bswap32(value);
  memcpy(at, &value, sizeof value);
}

#endif
