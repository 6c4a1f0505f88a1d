namespace Shield.Operating.Init;

/// <summary>Makes the parts of <c>init</c> out of settings, each with what it uses and no more. Nothing is asked or opened yet.</summary>
public static class InitParts
{
    public static Initialisation Deny(Composition composition) =>
        new(composition.Settings.Pce.OwnerId!, composition.OpenInstallation(), composition.OpenDismantling(), Ledger(composition));

    public static RuleNarrowing Exclusion(Composition composition) => new(composition.OpenExclusionInstallation(), Ledger(composition));

    public static Migration Migration(Composition composition) =>
        new(
            composition.ReadReconcileSettings(),
            Deny(composition),
            Exclusion(composition),
            composition.OpenDismantling(),
            composition.OpenPceWriter(),
            Ledger(composition),
            composition.Clock
        );

    private static InitLedger Ledger(Composition composition) =>
        new(composition.OpenReaderAsync, composition.OpenLedgerAsync, () => composition.HasLedger, composition.Clock);
}
