import Glibc

/// The machine and the process.
package enum Machine {
    package static var cores: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// Ends the process after so many seconds, whatever still hangs: all that was promised is durable by then.
    static func exit(after seconds: Double) {
        let microseconds = UnsafeMutablePointer<UInt32>.allocate(capacity: 1)
        microseconds.initialize(to: UInt32(seconds * 1_000_000))
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                usleep(context.assumingMemoryBound(to: UInt32.self).pointee)
                _exit(1)
            }, microseconds)
    }
}

extension Machine {
    package static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}
