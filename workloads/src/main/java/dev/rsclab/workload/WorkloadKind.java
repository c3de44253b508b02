package dev.rsclab.workload;

/**
 * All workloads: the single list that options, tests and charts read. Each one's class says what it
 * models and what it leaves out; {@link #description} is the short form.
 */
public enum WorkloadKind {
  /** Connections send without end at line rate, in bursts as segmentation offload makes them. */
  BULK(new BulkTransfer()),
  /** Many connections send small requests and acknowledge the answers. */
  REQUEST_RESPONSE(new RequestResponse()),
  /** Many senders answer the same query at the same moment. */
  INCAST(new Incast()),
  /** Few flows carry most of the bytes, many carry little. */
  ELEPHANTS_AND_MICE(new ElephantsAndMice()),
  /** Bulk transfers and small requests on one link. */
  MIXED(new MixedTraffic()),
  /** One segment every 100 us, as in the Windows certification test. */
  CERTIFICATION(new CertificationPacing()),
  /** Bulk transfer with loss, reordering, duplicates and retransmissions. */
  LOSSY(new LossyTransfer()),
  /** Acknowledgements to a guest that sends. */
  PURE_ACKS(new PureAckStream()),
  /** A new flow with every frame. */
  FLOW_FLOOD(new FlowFlood());

  // The patterns are immutable; Error Prone cannot tell from the interface.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Workload workload;

  WorkloadKind(Workload workload) {
    this.workload = workload;
  }

  /**
   * The kind with this name.
   *
   * @param name in lower case with dashes, for instance {@code request-response}
   * @throws OptionRefusedException if there is none; the message lists the names
   */
  public static WorkloadKind named(String name) {
    return EnumNames.named(WorkloadKind.class, "workload", name);
  }

  /** The workload of this kind. */
  public Workload workload() {
    return workload;
  }

  /** What the traffic looks like, in one line. */
  public String description() {
    return workload.description();
  }

  /** Options to start from. */
  public WorkloadOptions defaults() {
    return workload.defaults();
  }

  /** Generates the traffic, see {@link Workload#generate}. */
  public PacketTrace generate(WorkloadOptions options) {
    return workload.generate(options);
  }

  /** The name as users type it, in lower case with dashes. */
  @Override
  public String toString() {
    return workload.name();
  }
}
