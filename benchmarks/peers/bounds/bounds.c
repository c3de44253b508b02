/*
 * Two lower bounds of what coalescing can cost, for TCP over IPv4 without options.
 *
 *   header-only  parse, look up, decide, chain the frame by reference; no payload is touched
 *   copy-once    the same, and each payload is copied behind the one before, into a 64 KiB unit
 *
 * Both drain what they hold every --interval-packets packets and count what they deliver. They keep
 * QEMU's order of checks where it costs something, and do as little as a coalescer of these rules
 * can: a table that is made for as many flows as can be held, and emptied by the drain.
 */
#include "peer.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum {
  NONE = 0,
  MOST_IP_BYTES = 65535,
  /* Units are an odd number of cache lines apart, for the same reason as the frames. */
  UNIT_BYTES = 65536 + 64,

  ACK = 0x10,
  PSH = 0x08
};

/* What is held of a flow. One cache line. */
struct unit {
  uint64_t addresses;
  uint32_t ports;
  uint32_t next_sequence;
  uint32_t acknowledgement;
  uint32_t payload;
  uint32_t segments; /* 0: delivered, and the flow begins anew */
  uint32_t head;     /* slots of the ring */
  uint32_t tail;
  uint32_t bucket;
  uint16_t window;
  uint16_t flags;
} __attribute__((aligned(64)));

/* A frame of the ring: how long it is, where its payload lies, and which one follows in its unit. */
struct descriptor {
  uint32_t length;
  uint32_t payload;
  uint32_t next;
};

struct device {
  struct counts counts;
  uint8_t *frames;
  size_t frame_bytes;
  struct descriptor *descriptors;
  size_t ring_frames;
  size_t interval;

  uint16_t *buckets; /* unit + 1, or NONE */
  unsigned bucket_shift;
  size_t bucket_mask;
  struct unit *units;
  size_t held;

  uint8_t *unit_bytes; /* copy-once only */
  uint64_t read;       /* what was seen of the headers delivered */
};

static inline uint8_t *frame(const struct device *d, size_t slot) {
  return d->frames + slot * d->frame_bytes;
}

static void check_unit(const struct device *d, const struct unit *unit, const uint8_t *headers,
                       bool copy, struct check *check) {
  uint32_t sequence = load32be(headers + ETHERNET_BYTES + IPV4_BYTES + 4);
  if (copy) {
    check_add(check, headers, sequence, headers + HEADERS_BYTES, unit->payload);
    return;
  }
  uint32_t slot = unit->head;
  for (uint32_t i = 0; i < unit->segments; i++) {
    const struct descriptor *part = &d->descriptors[slot];
    check_add(check, headers, sequence, frame(d, slot) + HEADERS_BYTES, part->payload);
    sequence += part->payload;
    slot = part->next;
  }
}

/* One unit's headers are completed and read. RFC 1624 keeps the header's checksum right. */
static inline __attribute__((always_inline)) void deliver(struct device *d, struct unit *unit,
                                                          bool copy, struct check *check) {
  uint8_t *headers = copy ? d->unit_bytes + (size_t)(unit - d->units) * UNIT_BYTES
                          : frame(d, unit->head);
  uint8_t *ip = headers + ETHERNET_BYTES;
  uint8_t *tcp = ip + IPV4_BYTES;
  uint16_t total = (uint16_t)(IPV4_BYTES + TCP_BYTES + unit->payload);
  uint32_t sum = (uint32_t)(uint16_t)~load16be(ip + 10) + (uint16_t)~load16be(ip + 2) + total;
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  store16be(ip + 10, (uint16_t)~sum);
  store16be(ip + 2, total);
  store32be(tcp + 8, unit->acknowledgement);
  store16be(tcp + 12, (uint16_t)(TCP_BYTES / 4 << 12 | unit->flags));
  store16be(tcp + 14, unit->window);
  d->read += load64(headers) + load64(ip + 12) + load32(tcp);
  d->counts.deliveries++;
  d->counts.payload_bytes += unit->payload;
  if (check) {
    check_unit(d, unit, headers, copy, check);
  }
  unit->segments = 0;
}

/* A frame that is not coalesced goes to the guest as it is; the capture has TCP over IPv4 only. */
static inline void bypass(struct device *d, size_t slot, uint32_t payload, struct check *check) {
  uint8_t *headers = frame(d, slot);
  d->read += load64(headers);
  d->counts.deliveries++;
  d->counts.payload_bytes += payload;
  if (check && payload > 0) {
    check_add(check, headers, load32be(headers + ETHERNET_BYTES + IPV4_BYTES + 4),
              headers + HEADERS_BYTES, payload);
  }
}

static inline __attribute__((always_inline)) void drain(struct device *d, bool copy,
                                                        struct check *check) {
  for (size_t i = 0; i < d->held; i++) {
    struct unit *unit = &d->units[i];
    d->buckets[unit->bucket] = NONE;
    if (unit->segments > 0) {
      deliver(d, unit, copy, check);
    }
  }
  d->held = 0;
}

/* The unit of a flow; one with no segments if nothing of it is held. */
static inline struct unit *find(struct device *d, uint64_t addresses, uint32_t ports) {
  uint64_t hash = (addresses ^ (uint64_t)ports * 0xff51afd7ed558ccdu) * 0x9e3779b97f4a7c15u;
  size_t bucket = (size_t)(hash >> d->bucket_shift);
  while (d->buckets[bucket] != NONE) {
    struct unit *unit = &d->units[d->buckets[bucket] - 1];
    if (unit->addresses == addresses && unit->ports == ports) {
      return unit;
    }
    bucket = (bucket + 1) & d->bucket_mask;
  }
  struct unit *unit = &d->units[d->held++];
  d->buckets[bucket] = (uint16_t)d->held;
  unit->bucket = (uint32_t)bucket;
  unit->addresses = addresses;
  unit->ports = ports;
  unit->segments = 0;
  return unit;
}

static inline __attribute__((always_inline)) void take(struct device *d, size_t slot, bool copy,
                                                       struct check *check) {
  uint8_t *headers = frame(d, slot);
  uint8_t *ip = headers + ETHERNET_BYTES;
  uint8_t *tcp = ip + IPV4_BYTES;
  struct descriptor *descriptor = &d->descriptors[slot];
  uint32_t total = load16be(ip + 2);
  /* TCP over IPv4, no options, no congestion marks, do not fragment, no fragment, lengths agree. */
  if (descriptor->length < HEADERS_BYTES || load16be(headers + 12) != 0x0800 ||
      (load16be(ip) & 0xff03) != 0x4500 || load16be(ip + 6) != 0x4000 || ip[9] != 6 ||
      total > descriptor->length - ETHERNET_BYTES || total < IPV4_BYTES + TCP_BYTES) {
    bypass(d, slot, load16be(ip + 2) - IPV4_BYTES - TCP_BYTES, check);
    return;
  }
  uint32_t payload = total - IPV4_BYTES - TCP_BYTES;
  uint32_t sequence = load32be(tcp + 4);
  uint32_t acknowledgement = load32be(tcp + 8);
  uint16_t offset_and_flags = load16be(tcp + 12);
  struct unit *unit = find(d, load64(ip + 12), load32(tcp));
  /* No TCP options, ACK, and nothing else but perhaps PSH; and there is payload. */
  bool mergeable = (offset_and_flags & ~PSH) == (TCP_BYTES / 4 << 12 | ACK) && payload > 0;
  descriptor->payload = payload;
  if (unit->segments > 0) {
    if (mergeable && sequence == unit->next_sequence &&
        (int32_t)(acknowledgement - unit->acknowledgement) >= 0 &&
        unit->payload + payload <= MOST_IP_BYTES - IPV4_BYTES - TCP_BYTES) {
      if (copy) {
        memcpy(d->unit_bytes + (size_t)(unit - d->units) * UNIT_BYTES + HEADERS_BYTES +
                   unit->payload,
               headers + HEADERS_BYTES, payload);
      } else {
        d->descriptors[unit->tail].next = (uint32_t)slot;
        unit->tail = (uint32_t)slot;
      }
      unit->next_sequence = sequence + payload;
      unit->acknowledgement = acknowledgement;
      unit->window = load16be(tcp + 14);
      unit->flags |= offset_and_flags & 0xfff;
      unit->payload += payload;
      unit->segments++;
      return;
    }
    deliver(d, unit, copy, check);
  }
  if (!mergeable) {
    bypass(d, slot, payload, check);
    return;
  }
  unit->next_sequence = sequence + payload;
  unit->acknowledgement = acknowledgement;
  unit->window = load16be(tcp + 14);
  unit->flags = offset_and_flags & 0xfff;
  unit->payload = payload;
  unit->segments = 1;
  unit->head = unit->tail = (uint32_t)slot;
  if (copy) {
    memcpy(d->unit_bytes + (size_t)(unit - d->units) * UNIT_BYTES, headers,
           HEADERS_BYTES + payload);
  }
}

static inline __attribute__((always_inline)) void offer_all(struct device *d, size_t first,
                                                            size_t count, bool copy,
                                                            struct check *check) {
  size_t slot = first;
  size_t until_drain = d->interval;
  for (size_t i = 0; i < count; i++) {
    take(d, slot, copy, check);
    slot = slot + 1 == d->ring_frames ? 0 : slot + 1;
    if (--until_drain == 0) {
      drain(d, copy, check);
      until_drain = d->interval;
    }
  }
  drain(d, copy, check);
}

static void offer_headers(void *self, size_t first, size_t count) {
  offer_all(self, first, count, false, NULL);
}

static void offer_copies(void *self, size_t first, size_t count) {
  offer_all(self, first, count, true, NULL);
}

static void check_headers(void *self, size_t first, size_t count, struct check *check) {
  offer_all(self, first, count, false, check);
}

static void check_copies(void *self, size_t first, size_t count, struct check *check) {
  offer_all(self, first, count, true, check);
}

static uint8_t *buffer(void *self, size_t slot) { return frame(self, slot); }

static void receive(void *self, size_t slot, uint32_t length) {
  struct device *d = self;
  d->descriptors[slot].length = length;
}

static void *memory(size_t bytes) {
  void *result = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
  if (!result) {
    peer_fail(1, "out of memory: %zu bytes", bytes);
  }
  memset(result, 0, bytes);
  return result;
}

static void make_device(struct device *d, const struct peer_args *args, const struct trace *trace,
                        bool copy) {
  size_t lines = (trace->longest + 63) / 64 | 1;
  *d = (struct device){.frame_bytes = lines * 64 > SMALLEST_BUFFER ? lines * 64 : SMALLEST_BUFFER,
                       .ring_frames = args->ring_frames,
                       .interval = args->interval_packets};
  unsigned bits = 6;
  while ((1u << bits) < 3 * args->interval_packets) {
    bits++;
  }
  d->bucket_shift = 64 - bits;
  d->bucket_mask = (1u << bits) - 1;
  d->frames = memory(d->frame_bytes * d->ring_frames);
  d->descriptors = memory(sizeof *d->descriptors * d->ring_frames);
  d->buckets = memory(sizeof *d->buckets << bits);
  d->units = memory(sizeof *d->units * args->interval_packets);
  if (copy) {
    d->unit_bytes = memory((size_t)UNIT_BYTES * args->interval_packets);
  }
}

int main(int argc, char **argv) {
  bool copy = argc > 1 && !strcmp(argv[1], "copy-once");
  if (!copy && (argc < 2 || strcmp(argv[1], "header-only"))) {
    peer_fail(PEER_WRONG_ARGUMENTS, "the first argument is header-only or copy-once");
  }
  struct peer_args args;
  struct trace trace;
  struct device device;
  peer_parse(argc, argv, &args);
  if (args.interval_packets > UINT16_MAX - 1) {
    peer_fail(PEER_NOT_THIS_TRAFFIC, "an interval of more than %d packets", UINT16_MAX - 1);
  }
  trace_read(args.pcap, &trace);
  make_device(&device, &args, &trace, copy);
  struct peer peer = {.name = argv[1],
                      .version = "1",
                      .role = "bound",
                      .self = &device,
                      .counts = &device.counts,
                      .batch = args.ring_frames / args.interval_packets * args.interval_packets,
                      .buffer = buffer,
                      .receive = receive,
                      .offer = copy ? offer_copies : offer_headers,
                      .offer_checked = copy ? check_copies : check_headers};
  peer_run(&args, &trace, &peer);
  /* Nobody may remove the reads of the headers. */
  fprintf(stderr, "headers read: %016llx\n", (unsigned long long)device.read);
  return 0;
}
