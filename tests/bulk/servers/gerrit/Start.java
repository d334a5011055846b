import com.google.gerrit.pgm.Daemon;
import com.google.gerrit.pgm.Init;

/** Makes a Gerrit site of what is configured in it, and serves it until it is killed. */
class Start {
    public static void main(String[] arguments) throws Exception {
        String site = arguments[0];
        int code = new Init().main(new String[] {"--batch", "--dev", "--no-auto-start", "--skip-plugins", "-d", site});
        if (code == 0) {
            code = new Daemon().main(new String[] {"--console-log", "--disable-sshd", "--headless", "-d", site});
        }
        System.exit(code);
    }
}
