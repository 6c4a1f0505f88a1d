namespace Shield.PceSimulator.Seeds;

/// <summary>What is there when a simulated PCE starts.</summary>
internal static class Seed
{
    public static void Sow(Pce pce)
    {
        EmptyPce.Sow(pce);
        switch (pce.Options.Seed)
        {
            case "empty":
                break;
            case "three-tier":
                ThreeTierApplication.Sow(pce);
                break;
            case "mixed":
                MixedEstate.Sow(pce);
                break;
            case var unknown:
                throw new ArgumentException($"unknown seed \"{unknown}\": empty, three-tier or mixed");
        }

        if (pce.Options.Contacts is { } contacts)
        {
            pce.Traffic.Clear();
            pce.Traffic.Add(contacts);
        }
    }
}
