package dev.rsclab.bench;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For test classes that start JMH while another class may have started it in another JVM. */
final class JmhLockIgnored implements BeforeAllCallback, AfterAllCallback {

  private static final String IGNORE_LOCK = "jmh.ignoreLock";

  @Override
  public void beforeAll(ExtensionContext context) {
    System.setProperty(IGNORE_LOCK, "true");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.clearProperty(IGNORE_LOCK);
  }
}
