namespace Shield.Hosting.Settings;

/// <summary>Where a setting may be said. Those that are not read from a place are refused there.</summary>
[Flags]
public enum SettingPlaces
{
    None = 0,

    /// <summary>
    /// A parameter of a stack in AWS that is no secret: what the stack publishes, and what its operator set (docs/config.md).
    /// </summary>
    Parameter = 1,

    File = 2,

    /// <summary>Variables that begin with <c>SHIELD_</c>.</summary>
    Environment = 4,

    /// <summary><c>--set</c> of the command line.</summary>
    Flag = 8,

    Anywhere = Parameter | File | Environment | Flag,
}
