#define _POSIX_C_SOURCE 200809L

#include "peer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
  PCAP_HEADER = 24,
  PCAP_RECORD = 16,
  MOST_REPETITIONS = 1000
};

static const uint32_t PCAP_NANOS = 0xa1b23c4d;
static const uint32_t LINK_ETHERNET = 1;

_Noreturn void peer_fail(int status, const char *format, ...) {
  va_list values;
  va_start(values, format);
  vfprintf(stderr, format, values);
  va_end(values);
  fputc('\n', stderr);
  exit(status);
}

static void *allocate(size_t count, size_t size) {
  void *memory = calloc(count ? count : 1, size);
  if (!memory) {
    peer_fail(1, "out of memory: %zu times %zu bytes", count, size);
  }
  return memory;
}

/* ---- arguments ---- */

static long number(const char *option, const char *text, long low, long high) {
  char *end;
  long value = strtol(text, &end, 10);
  if (*text == '\0' || *end != '\0' || value < low || value > high) {
    peer_fail(PEER_WRONG_ARGUMENTS, "%s %s; allowed: %ld to %ld", option, text, low, high);
  }
  return value;
}

void peer_parse(int argc, char **argv, struct peer_args *args) {
  *args = (struct peer_args){.interval_packets = 300,
                             .ring_frames = 1024,
                             .warmup_ms = 500,
                             .repetition_ms = 200,
                             .repetitions = 5};
  for (int i = 2; i + 1 < argc; i += 2) {
    const char *option = argv[i];
    const char *value = argv[i + 1];
    if (!strcmp(option, "--pcap")) {
      args->pcap = value;
    } else if (!strcmp(option, "--interval-packets")) {
      args->interval_packets = (size_t)number(option, value, 1, 1 << 20);
    } else if (!strcmp(option, "--ring-frames")) {
      args->ring_frames = (size_t)number(option, value, 1, 1 << 20);
    } else if (!strcmp(option, "--warmup-ms")) {
      args->warmup_ms = number(option, value, 0, 3600000);
    } else if (!strcmp(option, "--repetition-ms")) {
      args->repetition_ms = number(option, value, 1, 3600000);
    } else if (!strcmp(option, "--repetitions")) {
      args->repetitions = (int)number(option, value, 1, MOST_REPETITIONS);
    } /* Others are for other peers. */
  }
  if (!args->pcap) {
    peer_fail(PEER_WRONG_ARGUMENTS, "--pcap FILE is missing");
  }
  if (args->interval_packets > args->ring_frames) {
    peer_fail(PEER_NOT_THIS_TRAFFIC, "an interval of %zu packets does not fit in a ring of %zu",
              args->interval_packets, args->ring_frames);
  }
}

/* ---- capture ---- */

static uint8_t *read_file(const char *path, size_t *bytes) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    peer_fail(PEER_WRONG_ARGUMENTS, "--pcap %s: cannot be opened", path);
  }
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  uint8_t *content = allocate(size > 0 ? (size_t)size : 0, 1);
  if (size < PCAP_HEADER || fread(content, 1, (size_t)size, file) != (size_t)size) {
    peer_fail(PEER_WRONG_ARGUMENTS, "--pcap %s: too short or not readable", path);
  }
  fclose(file);
  *bytes = (size_t)size;
  return content;
}

static void require_plain_segment(const uint8_t *frame, uint32_t length, size_t packet) {
  const uint8_t *ip = frame + ETHERNET_BYTES;
  if (length < HEADERS_BYTES || load16be(frame + 12) != 0x0800 || ip[0] != 0x45 || ip[9] != 6 ||
      ip[IPV4_BYTES + 12] != TCP_BYTES / 4 << 4 || load16be(ip + 2) > length - ETHERNET_BYTES ||
      load16be(ip + 2) < IPV4_BYTES + TCP_BYTES) {
    peer_fail(PEER_NOT_THIS_TRAFFIC, "packet %zu: only TCP over IPv4 without options", packet);
  }
}

/* Open addressing from (address, ports) to a flow's number. */
static uint32_t flow_number(uint64_t key, uint64_t *keys, uint32_t *numbers, size_t mask,
                            uint32_t *count) {
  size_t at = (size_t)(key * 0x9e3779b97f4a7c15u >> 20) & mask;
  while (keys[at] && keys[at] != key) {
    at = (at + 1) & mask;
  }
  if (!keys[at]) {
    keys[at] = key;
    numbers[at] = (*count)++;
  }
  return numbers[at];
}

static void number_flows(struct trace *trace) {
  size_t slots = 64;
  while (slots < 2 * trace->packets) {
    slots *= 2;
  }
  uint64_t *keys = allocate(slots, sizeof *keys);
  uint32_t *numbers = allocate(slots, sizeof *numbers);
  uint32_t *first_sequence = allocate(trace->packets, sizeof *first_sequence);
  uint32_t *first_acknowledgement = allocate(trace->packets, sizeof *first_acknowledgement);
  uint32_t count = 0;
  for (size_t packet = 0; packet < trace->packets; packet++) {
    const uint8_t *ip = trace->frames[packet] + ETHERNET_BYTES;
    const uint8_t *tcp = ip + IPV4_BYTES;
    /* The guest has one address and one port: the sender's tell the flows apart. */
    uint64_t key = (uint64_t)load32(ip + 12) << 32 | load32(tcp);
    uint32_t known = count;
    uint32_t flow = flow_number(key, keys, numbers, slots - 1, &count);
    uint32_t sequence = load32be(tcp + 4);
    uint32_t acknowledgement = load32be(tcp + 8);
    if (flow == known) {
      first_sequence[flow] = sequence;
      first_acknowledgement[flow] = acknowledgement;
    }
    uint32_t payload = load16be(ip + 2) - IPV4_BYTES - TCP_BYTES;
    trace->flows[packet] = flow;
    /* The segments of a flow are in order, so the last one says how far a pass goes. */
    trace->sequence_advance[flow] = sequence + payload - first_sequence[flow];
    trace->acknowledgement_advance[flow] = acknowledgement - first_acknowledgement[flow];
  }
  free(keys);
  free(numbers);
  free(first_sequence);
  free(first_acknowledgement);
}

void trace_read(const char *path, struct trace *trace) {
  size_t bytes;
  *trace = (struct trace){.file = read_file(path, &bytes)};
  if (load32(trace->file) != PCAP_NANOS || load32(trace->file + 20) != LINK_ETHERNET) {
    peer_fail(PEER_WRONG_ARGUMENTS, "--pcap %s: not a little-endian nanosecond pcap of Ethernet",
              path);
  }
  size_t most = bytes / (PCAP_RECORD + HEADERS_BYTES) + 1;
  trace->frames = allocate(most, sizeof *trace->frames);
  trace->lengths = allocate(most, sizeof *trace->lengths);
  trace->flows = allocate(most, sizeof *trace->flows);
  trace->sequence_advance = allocate(most, sizeof(uint32_t));
  trace->acknowledgement_advance = allocate(most, sizeof(uint32_t));
  for (size_t at = PCAP_HEADER; at + PCAP_RECORD <= bytes;) {
    uint32_t length = load32(trace->file + at + 8);
    uint32_t original = load32(trace->file + at + 12);
    at += PCAP_RECORD;
    if (length != original || length > bytes - at) {
      peer_fail(PEER_WRONG_ARGUMENTS, "packet %zu: cut", trace->packets);
    }
    require_plain_segment(trace->file + at, length, trace->packets);
    trace->frames[trace->packets] = trace->file + at;
    trace->lengths[trace->packets++] = length;
    trace->longest = length > trace->longest ? length : trace->longest;
    at += length;
  }
  if (trace->packets == 0) {
    peer_fail(PEER_WRONG_ARGUMENTS, "--pcap %s: no packets", path);
  }
  trace->headers = allocate(trace->packets, REFILL_BYTES);
  for (size_t packet = 0; packet < trace->packets; packet++) {
    uint32_t length = trace->lengths[packet];
    memcpy(trace->headers + packet * REFILL_BYTES, trace->frames[packet],
           length < REFILL_BYTES ? length : REFILL_BYTES);
  }
  number_flows(trace);
}

/* ---- the NIC ---- */

struct nic {
  const struct peer_args *args;
  const struct trace *trace;
  const struct peer *peer;
  size_t packet; /* next of the trace */
  uint32_t pass; /* how often the trace was played */
  size_t slot;   /* next of the ring */
  uint64_t payload_bytes;
};

/*
 * Writes the next frames into the ring, not measured. A flow's numbers go on from pass to pass, so
 * that each pass coalesces as the first did. The TCP checksum is not updated: no peer here reads it.
 */
static void refill(struct nic *nic, size_t count, int whole, struct check *check) {
  const struct trace *trace = nic->trace;
  size_t slot = nic->slot;
  for (size_t i = 0; i < count; i++) {
    uint32_t length = trace->lengths[nic->packet];
    uint32_t flow = trace->flows[nic->packet];
    uint8_t *to = nic->peer->buffer(nic->peer->self, slot);
    if (whole) {
      memcpy(to, trace->frames[nic->packet], length);
    } else {
      memcpy(to, trace->headers + nic->packet * REFILL_BYTES, REFILL_BYTES);
    }
    uint8_t *ip = to + ETHERNET_BYTES;
    uint8_t *tcp = ip + IPV4_BYTES;
    uint32_t sequence = load32be(tcp + 4) + nic->pass * trace->sequence_advance[flow];
    store32be(tcp + 4, sequence);
    store32be(tcp + 8, load32be(tcp + 8) + nic->pass * trace->acknowledgement_advance[flow]);
    uint32_t payload = load16be(ip + 2) - IPV4_BYTES - TCP_BYTES;
    nic->payload_bytes += payload;
    if (check) {
      check_add(check, to, sequence, tcp + TCP_BYTES, payload);
    }
    nic->peer->receive(nic->peer->self, slot, length);
    slot = slot + 1 == nic->args->ring_frames ? 0 : slot + 1;
    if (++nic->packet == trace->packets) {
      nic->packet = 0;
      nic->pass++;
    }
  }
}

static void advance(struct nic *nic, size_t count) {
  nic->slot = (nic->slot + count) % nic->args->ring_frames;
}

static void fill_with_random_bytes(const struct nic *nic) {
  uint64_t state = 0x9e3779b97f4a7c15u;
  for (size_t slot = 0; slot < nic->args->ring_frames; slot++) {
    uint8_t *buffer = nic->peer->buffer(nic->peer->self, slot);
    for (uint32_t i = 0; i < nic->trace->longest; i++) {
      state ^= state << 13;
      state ^= state >> 7;
      state ^= state << 17;
      buffer[i] = (uint8_t)state;
    }
  }
}

/* ---- the check: the whole trace once, with its payload ---- */

static uint64_t mix(uint64_t x) {
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
  x = (x ^ x >> 27) * 0x94d049bb133111ebu;
  return x ^ x >> 31;
}

void check_add(struct check *check, const uint8_t *headers, uint32_t sequence,
               const uint8_t *payload, size_t bytes) {
  const uint8_t *ip = headers + ETHERNET_BYTES;
  uint64_t flow = mix(load64(ip + 12)) ^ load32(ip + IPV4_BYTES);
  for (size_t i = 0; i < bytes; i++) {
    check->digest += (payload[i] + 1u) * mix(flow ^ (uint64_t)(uint32_t)(sequence + i) << 16);
  }
}

static void check_pass(struct nic *nic, struct check *in, struct check *out) {
  for (size_t left = nic->trace->packets; left > 0;) {
    size_t count = left < nic->peer->batch ? left : nic->peer->batch;
    refill(nic, count, 1, in);
    nic->peer->offer_checked(nic->peer->self, nic->slot, count, out);
    advance(nic, count);
    left -= count;
  }
}

/* ---- the measurement ---- */

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* Plays for so many milliseconds, at least one batch; the refills count as time, not as measured. */
static double measure(struct nic *nic, long ms, uint64_t *packets) {
  uint64_t end = now() + (uint64_t)ms * 1000000u;
  uint64_t measured = 0;
  uint64_t taken = 0;
  uint64_t after;
  do {
    refill(nic, nic->peer->batch, 0, NULL);
    uint64_t before = now();
    nic->peer->offer(nic->peer->self, nic->slot, nic->peer->batch);
    after = now();
    measured += after - before;
    taken += nic->peer->batch;
    advance(nic, nic->peer->batch);
  } while (after < end);
  *packets += taken;
  return (double)measured / (double)taken;
}

void peer_run(const struct peer_args *args, const struct trace *trace, const struct peer *peer) {
  struct nic nic = {.args = args, .trace = trace, .peer = peer};
  struct check in = {0};
  struct check out = {0};
  fill_with_random_bytes(&nic);
  check_pass(&nic, &in, &out);
  uint64_t packets = 0;
  if (args->warmup_ms > 0) {
    measure(&nic, args->warmup_ms, &packets);
  }
  packets = 0;
  nic.payload_bytes = 0;
  *peer->counts = (struct counts){0};
  double nanos[MOST_REPETITIONS];
  for (int i = 0; i < args->repetitions; i++) {
    nanos[i] = measure(&nic, args->repetition_ms, &packets);
  }
  printf("{\"name\":\"%s\",\"version\":\"%s\",\"role\":\"%s\"", peer->name, peer->version,
         peer->role);
  printf(",\"packets\":%llu,\"deliveries\":%llu", (unsigned long long)packets,
         (unsigned long long)peer->counts->deliveries);
  printf(",\"payloadBytesIn\":%llu,\"payloadBytesOut\":%llu",
         (unsigned long long)nic.payload_bytes, (unsigned long long)peer->counts->payload_bytes);
  printf(",\"digestIn\":\"%016llx\",\"digestOut\":\"%016llx\",\"nanosPerPacket\":[",
         (unsigned long long)in.digest, (unsigned long long)out.digest);
  for (int i = 0; i < args->repetitions; i++) {
    printf("%s%.3f", i ? "," : "", nanos[i]);
  }
  printf("]}\n");
}
