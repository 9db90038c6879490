// The processes of a session, whatever group they are in. Takes a session's id, sends them signals.
// Included by child_process only.
#pragma once

#include <sys/types.h>

namespace recoupe::wire {

/// Sends a signal to every process of a session; gives how many live (those that only wait to be reaped do not). 0 as signal
/// counts alone.
int signal_session(pid_t session, int signal);

}  // namespace recoupe::wire
