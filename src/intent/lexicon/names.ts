/** Programs people ask about by name, in any language; in small letters. */
export const KNOWN_NAMES: readonly string[] = (
  'nginx apache httpd caddy haproxy envoy traefik postgres postgresql mysql mysqld mariadb mariadbd redis redis-server memcached mongod mongo elasticsearch kafka zookeeper etcd consul vault rabbitmq clickhouse cassandra influxd ' +
  'prometheus grafana node nodejs npm yarn deno bun python python3 pip ruby rails puma php php-fpm perl java javac tomcat gradle maven go rustc cargo gcc cc clang make cmake ninja git ssh sshd scp rsync ' +
  'curl wget docker dockerd containerd runc kubelet kubectl podman systemd systemd-journald systemd-resolved journald rsyslogd cron crond dbus-daemon networkmanager bash zsh fish sh dash vim nvim emacs nano less tail cat grep ' +
  'find dd tar gzip cp mv chrome chromium firefox code electron slack qemu libvirtd ffmpeg gunicorn uwsgi celery supervisord tmux screen htop top strace gdb bpftrace named unbound dnsmasq chronyd postfix dovecot exim minio spark hadoop'
).split(' ');
