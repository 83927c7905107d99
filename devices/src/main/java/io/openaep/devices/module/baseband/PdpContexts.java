package io.openaep.devices.module.baseband;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/// Which packet contexts are active for sockets (`QIACT`). On Cat.1 the bearer itself is up as soon
/// as the module is registered; a context is a name for it that connections hang on. On the loop.
public final class PdpContexts implements BearerListener {
  /// Contexts are numbered from 1 to this.
  public static final int LAST = 7;

  /// What connections use that name none.
  public static final int FIRST = 1;

  private final Radio radio;
  private final SortedSet<Integer> active = new TreeSet<>();
  private IntConsumer lost = _ -> {};

  /// @param radio tells this before the links that are added to it later
  public PdpContexts(Radio radio) {
    this.radio = radio;
    radio.listen(this);
  }

  /// Makes a context usable, which it may be already.
  ///
  /// @param context 1 to 7; the guide's 0 means the first
  /// @return whether it is; `false` without a network
  public boolean activate(int context) {
    if (!radio.uplink()) {
      return false;
    }
    active.add(Math.max(context, FIRST));
    return true;
  }

  /// Closes everything that uses the context. Without effect on one that is not active.
  public void deactivate(int context) {
    if (active.remove(context)) {
      radio.deactivated(context);
    }
  }

  /// The active ones, in order; a copy.
  public SortedSet<Integer> active() {
    return new TreeSet<>(active);
  }

  /// Who is told of each context that the network takes away.
  public void lost(IntConsumer lost) {
    this.lost = lost;
  }

  @Override
  public void detached() {
    SortedSet<Integer> gone = active();
    active.clear();
    gone.forEach(lost::accept);
  }

  @Override
  public void deactivated(int context) {}

  @Override
  public void powerLost() {}
}
