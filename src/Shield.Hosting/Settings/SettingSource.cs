namespace Shield.Hosting.Settings;

/// <summary>What kind of place settings come from.</summary>
public enum SettingSource
{
    /// <summary>Of AWS's Parameter Store (docs/aws.md).</summary>
    Parameter,

    File,

    Environment,

    /// <summary>Of the command line.</summary>
    Flag,
}
