namespace Shield.Cli.Hosting;

/// <summary>Whether a command can do without the PCE's settings.</summary>
internal enum PceNeed
{
    None,

    /// <summary>Only where nobody in AWS reconciles in our place.</summary>
    ToReconcile,

    Always,
}
