// One start of Java for many documents: the veraPDF engine's verdict on each, for accessible and archival PDF.
// Usage: java -cp JARS Verdict.java FILE...    One line a verdict: PASS or FAIL, flavour, file; below it what broke.

import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Verdict {
    private static final String[] FLAVOURS = {"ua1", "2a"};

    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        boolean allPass = true;
        for (String file : files) {
            for (String flavour : FLAVOURS) {
                allPass &= passes(file, PDFAFlavour.fromString(flavour));
            }
        }
        System.exit(allPass ? 0 : 1);
    }

    private static boolean passes(String file, PDFAFlavour flavour) throws Exception {
        try (FileInputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavour)) {
            ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + flavour.getId() + " " + file);
            for (Map.Entry<String, String> broken : brokenRules(result).entrySet()) {
                System.out.println("    " + broken.getKey() + ": " + broken.getValue());
            }
            return result.isCompliant();
        }
    }

    // Each broken rule once, with the first place where it was broken.
    private static Map<String, String> brokenRules(ValidationResult result) {
        Map<String, String> broken = new TreeMap<>();
        for (TestAssertion check : result.getTestAssertions()) {
            if (check.getStatus() == TestAssertion.Status.FAILED) {
                String rule = check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber();
                broken.putIfAbsent(rule, check.getMessage() + " @ " + check.getLocation().getContext());
            }
        }
        return broken;
    }
}
