import Glibc

/// Starts a thread that nobody waits for; false if the system refuses.
func startDetachedThread(
  _ context: UnsafeMutableRawPointer, _ body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer?
) -> Bool {
  var thread = pthread_t()
  guard pthread_create(&thread, nil, body, context) == 0 else { return false }
  pthread_detach(thread)
  return true
}

/// No signal is for the threads of a client; among them SIGPIPE, which a write to a closed connection would raise.
func blockSignals() {
  var all = sigset_t()
  sigfillset(&all)
  pthread_sigmask(SIG_BLOCK, &all, nil)
}
