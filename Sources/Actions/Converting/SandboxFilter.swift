import CLinux

/// The last wall of the sandbox: a filter of system calls (seccomp, classic BPF) for programs that only read one end of a pipe
/// and write another. What reaches for the network, other processes, new namespaces or rare parts of the kernel is refused
/// with EPERM.
enum SandboxFilter {
    /// The program as the kernel takes it: instructions of eight bytes.
    static var bytes: [UInt8] {
        var program: [UInt8] = []
        func add(_ code: UInt16, _ yes: UInt8, _ no: UInt8, _ value: UInt32) {
            withUnsafeBytes(of: code) { program += $0 }
            program += [yes, no]
            withUnsafeBytes(of: value) { program += $0 }
        }
        // The numbers below mean something on this architecture only.
        add(load, 0, 0, 4)
        add(isEqual, 1, 0, architecture)
        add(answer, 0, 0, kill)
        add(load, 0, 0, 0)
        // On x86 the same calls exist once more, behind this bit (x32).
        add(isAtLeast, 0, 1, 0x4000_0000)
        add(answer, 0, 0, refuse)
        for number in refused {
            add(isEqual, 0, 1, UInt32(number))
            add(answer, 0, 0, refuse)
        }
        add(answer, 0, 0, allow)
        return program
    }

    private static let (load, isEqual, isAtLeast, answer): (UInt16, UInt16, UInt16, UInt16) = (0x20, 0x15, 0x35, 0x06)
    private static let (allow, kill): (UInt32, UInt32) = (0x7FFF_0000, 0x8000_0000)
    private static let refuse: UInt32 = 0x0005_0000 | UInt32(EPERM)

    #if arch(x86_64)
        private static let architecture: UInt32 = 0xC000_003E
    #else
        private static let architecture: UInt32 = 0xC000_00B7
    #endif

    private static let refused = [
        SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_sendto, SYS_sendmsg,
        SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_pidfd_getfd,
        SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_move_mount, SYS_open_tree, SYS_fsopen,
        SYS_fsmount, SYS_fsconfig, SYS_fspick, SYS_mount_setattr,
        SYS_keyctl, SYS_add_key, SYS_request_key, SYS_bpf, SYS_perf_event_open, SYS_userfaultfd,
        SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
        SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct,
        SYS_quotactl, SYS_fanotify_init, SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_personality, SYS_syslog,
        SYS_clock_settime, SYS_settimeofday, SYS_sethostname, SYS_setdomainname,
    ]
}
