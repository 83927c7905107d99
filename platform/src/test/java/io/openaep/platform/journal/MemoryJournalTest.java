package io.openaep.platform.journal;

class MemoryJournalTest extends JournalContract {
  @Override
  Journal open() {
    return new MemoryJournal(QUEUE_EVENTS);
  }

  @Override
  void hold() {
    memory().hold();
  }

  @Override
  void release() {
    memory().release();
  }

  @Override
  void breakStorage() {
    memory().refuse("The disk is full.");
  }

  @Override
  void repair() {
    memory().accept();
  }

  private MemoryJournal memory() {
    return (MemoryJournal) journal;
  }
}
