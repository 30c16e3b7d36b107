"""Every message that leaves the system, durable: `services.enqueue` writes one."""
