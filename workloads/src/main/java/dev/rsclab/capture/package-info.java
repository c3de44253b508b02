/** Captures of real traffic: pcap and pcapng in, pcap out. */
package dev.rsclab.capture;
