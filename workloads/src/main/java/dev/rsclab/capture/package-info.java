/**
 * Captures of real traffic: pcap and pcapng in, pcap out.
 *
 * <p>{@link dev.rsclab.capture.CaptureReader} streams one Ethernet frame at a time from a classic
 * pcap or a pcapng file, plain or gzip, in constant heap. {@link dev.rsclab.capture.PcapWriter}
 * writes classic pcap with nanosecond time stamps. {@link dev.rsclab.capture.ShippedCapture} names
 * the real captures inside the jar. The package knows frames, lengths and times, and nothing of
 * what is in a frame.
 *
 * <p>Inside: a {@code CaptureInput} (bytes, offsets, gzip) feeds a {@code RecordFormat} (pcap or
 * pcapng), which fills one reused {@code Frame}. Whatever a file claims, nothing larger than a
 * frame of {@link dev.rsclab.capture.CaptureReader#MAX_CAPTURED_LENGTH} bytes is ever allocated.
 */
package dev.rsclab.capture;
