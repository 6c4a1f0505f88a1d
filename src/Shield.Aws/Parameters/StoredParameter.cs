namespace Shield.Aws.Parameters;

/// <summary>A parameter as Parameter Store holds it: every change makes the next version.</summary>
/// <param name="Value">It may be a secret: nothing prints it.</param>
/// <param name="Version">1 for the first; 0 of a secret in Secrets Manager, which has none that counts.</param>
public sealed record StoredParameter(string Value, long Version)
{
    public override string ToString() => $"version {Version}";
}
