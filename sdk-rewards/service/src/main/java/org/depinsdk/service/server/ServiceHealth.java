package org.depinsdk.service.server;

import io.grpc.BindableService;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.TreeSet;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.service.FailureListener;
import org.depinsdk.service.metrics.ServiceMetrics;

/**
 * Tells health checks whether the service does its work: {@code NOT_SERVING} while a task fails
 * without which it cannot serve. Failures are logged. An
 * {@link Error}, such as too little memory, leaves nothing to rely on: it ends the process, and the next one takes up what is
 * durable.
 */
final class ServiceHealth implements FailureListener {
  /** The exit code after an {@link Error}: EX_SOFTWARE of sysexits.h. */
  static final int EXIT_CODE = 70;

  /** The task that publishes bundles. */
  static final String BUNDLES = "publication of bundles";
  /** The task that removes what the retention rule says. */
  static final String RETENTION = "removal of what is old";

  /** While these fail, devices and operators are served as ever. */
  private static final Set<String> BESIDE = Set.of(BUNDLES, RETENTION);

  private static final Logger LOG = System.getLogger(ServiceHealth.class.getName());

  private final HealthStatusManager manager = new HealthStatusManager();
  private final Set<String> failing = new TreeSet<>();
  private final ServiceMetrics metrics;
  private boolean ended;
  private ServingStatus shown = ServingStatus.NOT_SERVING;

  ServiceHealth(ServiceMetrics metrics) {
    this.metrics = metrics;
    show(ServingStatus.NOT_SERVING);
  }

  BindableService service() {
    return manager.getHealthService();
  }

  @Override
  public void failed(String task, Throwable failure) {
    try {
      metrics.failed(task);
      change(task, true);
      LOG.log(Level.ERROR, task + " failed", failure);
    } finally {
      if (failure instanceof Error) {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    }
  }

  /** A task stopped by itself; the message says why and what to do. */
  void stopped(String task, String message) {
    metrics.failed(task);
    change(task, true);
    LOG.log(Level.ERROR, message);
  }

  /** The task does its work, for the first time or again. */
  void works(String task) {
    metrics.works(task);
    change(task, false);
  }

  /** Nothing is served any more; later changes have no effect. */
  synchronized void end() {
    manager.enterTerminalState();
    shown = ServingStatus.NOT_SERVING;
    ended = true;
  }

  /** Whether health checks say that the service serves. */
  synchronized boolean isServing() {
    return shown == ServingStatus.SERVING;
  }

  /** The tasks that fail now, in the order of their names. */
  synchronized Set<String> failing() {
    return new TreeSet<>(failing);
  }

  private synchronized void change(String task, boolean fails) {
    boolean changed = fails ? failing.add(task) : failing.remove(task);
    if (changed || failing.isEmpty()) {
      boolean serves = BESIDE.containsAll(failing);
      show(serves ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }
  }

  private void show(ServingStatus status) {
    shown = ended ? ServingStatus.NOT_SERVING : status;
    manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    manager.setStatus(NetworkServiceGrpc.SERVICE_NAME, status);
  }
}
