/*
 * DPDK's generic receive offload (librte_gro) for TCP over IPv4, without huge pages and without a
 * NIC.
 *
 *   light  rte_gro_reassemble_burst on bursts of 32: what a burst does not merge stays apart
 *   heavy  rte_gro_reassemble on bursts of 32 with a context, flushed every --interval-packets
 *
 * The mbufs come from a pool of as many frames as the ring has, and keep their places in the ring:
 * a driver's receive function, which resets them, is not measured, and neither is giving them back.
 * DPDK merges no segment that has PSH; such a segment goes to the guest alone, and at once.
 */
#define _GNU_SOURCE

#include "peer.h"

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_gro.h>
#include <rte_ip.h>
#include <rte_mbuf.h>
#include <rte_mbuf_ptype.h>
#include <rte_version.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { BURST = 32 };

struct device {
  struct counts counts;
  struct rte_mbuf **mbufs;
  size_t ring_frames;
  size_t interval;
  void *context; /* heavy only */
  struct rte_mbuf **flushed;
  struct rte_gro_param light;
};

static void check_chain(const struct rte_mbuf *first, const uint8_t *headers, uint32_t payload,
                        struct check *check) {
  uint32_t sequence = load32be(headers + ETHERNET_BYTES + IPV4_BYTES + 4);
  uint32_t skip = HEADERS_BYTES;
  for (const struct rte_mbuf *part = first; part && payload > 0; part = part->next) {
    uint32_t bytes = part->data_len - skip;
    bytes = bytes < payload ? bytes : payload; /* behind it the padding of a short frame */
    check_add(check, headers, sequence, rte_pktmbuf_mtod_offset(part, const uint8_t *, skip),
              bytes);
    sequence += bytes;
    payload -= bytes;
    skip = 0;
  }
}

static inline __attribute__((always_inline)) void deliver(struct device *d, struct rte_mbuf **out,
                                                          size_t count, struct check *check) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t *headers = rte_pktmbuf_mtod(out[i], const uint8_t *);
    uint32_t payload = load16be(headers + ETHERNET_BYTES + 2) - IPV4_BYTES - TCP_BYTES;
    d->counts.payload_bytes += payload;
    if (check) {
      check_chain(out[i], headers, payload, check);
    }
  }
  d->counts.deliveries += count;
}

/* The next packets of the ring, at most a burst. */
static inline size_t burst(const struct device *d, size_t *slot, size_t most,
                           struct rte_mbuf **packets) {
  size_t count = most < BURST ? most : BURST;
  for (size_t i = 0; i < count; i++) {
    packets[i] = d->mbufs[*slot];
    *slot = *slot + 1 == d->ring_frames ? 0 : *slot + 1;
  }
  return count;
}

static inline __attribute__((always_inline)) void light(struct device *d, size_t first,
                                                        size_t count, struct check *check) {
  struct rte_mbuf *packets[BURST];
  size_t slot = first;
  while (count > 0) {
    size_t taken = burst(d, &slot, count, packets);
    uint16_t left = rte_gro_reassemble_burst(packets, (uint16_t)taken, &d->light);
    deliver(d, packets, left, check);
    count -= taken;
  }
}

static inline __attribute__((always_inline)) void heavy(struct device *d, size_t first,
                                                        size_t count, struct check *check) {
  struct rte_mbuf *packets[BURST];
  size_t slot = first;
  while (count > 0) {
    size_t interval = count < d->interval ? count : d->interval;
    count -= interval;
    while (interval > 0) {
      size_t taken = burst(d, &slot, interval, packets);
      uint16_t left = rte_gro_reassemble(packets, (uint16_t)taken, d->context);
      deliver(d, packets, left, check);
      interval -= taken;
    }
    uint16_t flushed = rte_gro_timeout_flush(d->context, 0, RTE_GRO_TCP_IPV4, d->flushed,
                                             (uint16_t)d->interval);
    deliver(d, d->flushed, flushed, check);
  }
}

static void offer_light(void *self, size_t first, size_t count) { light(self, first, count, NULL); }

static void offer_heavy(void *self, size_t first, size_t count) { heavy(self, first, count, NULL); }

static void check_light(void *self, size_t first, size_t count, struct check *check) {
  light(self, first, count, check);
}

static void check_heavy(void *self, size_t first, size_t count, struct check *check) {
  heavy(self, first, count, check);
}

static uint8_t *buffer(void *self, size_t slot) {
  struct device *d = self;
  struct rte_mbuf *mbuf = d->mbufs[slot];
  return (uint8_t *)mbuf->buf_addr + RTE_PKTMBUF_HEADROOM;
}

/* What a driver does with a frame that it has received. */
static void receive(void *self, size_t slot, uint32_t length) {
  struct device *d = self;
  struct rte_mbuf *mbuf = d->mbufs[slot];
  rte_pktmbuf_reset(mbuf);
  mbuf->data_len = (uint16_t)length;
  mbuf->pkt_len = length;
  mbuf->packet_type = RTE_PTYPE_L2_ETHER | RTE_PTYPE_L3_IPV4 | RTE_PTYPE_L4_TCP;
  mbuf->l2_len = ETHERNET_BYTES;
  mbuf->l3_len = IPV4_BYTES;
  mbuf->l4_len = TCP_BYTES;
}

/* Bytes of an mbuf's buffer. */
static uint32_t room(const struct trace *trace) {
  return RTE_PKTMBUF_HEADROOM + (trace->longest > 2048 ? trace->longest : 2048);
}

static void start_eal(char *program, const struct peer_args *args, const struct trace *trace) {
  /* DPDK pins the thread to a processor; the other measurements are not pinned. */
  cpu_set_t before;
  sched_getaffinity(0, sizeof before, &before);
  int processor = 0;
  while (processor < CPU_SETSIZE - 1 && !CPU_ISSET(processor, &before)) {
    processor++;
  }
  char lcores[32];
  char megabytes[32];
  snprintf(lcores, sizeof lcores, "0@%d", processor);
  snprintf(megabytes, sizeof megabytes, "%zu",
           64 + args->ring_frames * (room(trace) + 512) / (1 << 20));
  char *arguments[] = {program,  "--no-huge",  "--no-pci",       "--no-shconf",      "-m",
                       megabytes, "--no-telemetry", "--log-level=error", "--lcores", lcores};
  if (rte_eal_init((int)RTE_DIM(arguments), arguments) < 0) {
    peer_fail(1, "DPDK does not start: %s", rte_strerror(rte_errno));
  }
  sched_setaffinity(0, sizeof before, &before);
}

static void make_device(struct device *d, const struct peer_args *args, const struct trace *trace,
                        bool is_heavy) {
  *d = (struct device){.ring_frames = args->ring_frames,
                       .interval = args->interval_packets,
                       .light = {.gro_types = RTE_GRO_TCP_IPV4,
                                 .max_flow_num = BURST,
                                 .max_item_per_flow = 1}};
  if (room(trace) > UINT16_MAX) {
    peer_fail(PEER_NOT_THIS_TRAFFIC, "frames of %u bytes do not fit in an mbuf", trace->longest);
  }
  struct rte_mempool *pool = rte_pktmbuf_pool_create("ring", (unsigned)args->ring_frames, 0, 0,
                                                     (uint16_t)room(trace), SOCKET_ID_ANY);
  d->mbufs = calloc(args->ring_frames, sizeof *d->mbufs);
  d->flushed = calloc(args->interval_packets, sizeof *d->flushed);
  if (!pool || !d->mbufs || !d->flushed ||
      rte_pktmbuf_alloc_bulk(pool, d->mbufs, (unsigned)args->ring_frames)) {
    peer_fail(1, "no memory for a ring of %zu frames: %s", args->ring_frames,
              rte_strerror(rte_errno));
  }
  if (is_heavy) {
    /* So many can be held between two flushes, of one flow each or of one flow all of them. */
    struct rte_gro_param param = {.gro_types = RTE_GRO_TCP_IPV4,
                                  .max_flow_num = (uint16_t)args->interval_packets,
                                  .max_item_per_flow = 1};
    d->context = rte_gro_ctx_create(&param);
    if (!d->context) {
      peer_fail(1, "no memory for the context");
    }
  }
}

int main(int argc, char **argv) {
  bool is_heavy = argc > 1 && !strcmp(argv[1], "heavy");
  if (!is_heavy && (argc < 2 || strcmp(argv[1], "light"))) {
    peer_fail(PEER_WRONG_ARGUMENTS, "the first argument is light or heavy");
  }
  struct peer_args args;
  struct trace trace;
  struct device device;
  peer_parse(argc, argv, &args);
  if (args.interval_packets > UINT16_MAX) {
    peer_fail(PEER_NOT_THIS_TRAFFIC, "an interval of more than %d packets", UINT16_MAX);
  }
  trace_read(args.pcap, &trace);
  start_eal(argv[0], &args, &trace);
  make_device(&device, &args, &trace, is_heavy);
  size_t unit = is_heavy ? args.interval_packets : BURST;
  struct peer peer = {.name = is_heavy ? "dpdk-gro-heavy" : "dpdk-gro-light",
                      .version = rte_version(),
                      .role = "peer",
                      .self = &device,
                      .counts = &device.counts,
                      .batch = args.ring_frames / unit * unit,
                      .buffer = buffer,
                      .receive = receive,
                      .offer = is_heavy ? offer_heavy : offer_light,
                      .offer_checked = is_heavy ? check_heavy : check_light};
  peer_run(&args, &trace, &peer);
  return 0;
}
