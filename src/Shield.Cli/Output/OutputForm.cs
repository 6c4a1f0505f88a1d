namespace Shield.Cli.Output;

/// <summary>What <c>-o</c> asks for.</summary>
public enum OutputForm
{
    Text,
    Json,
    Csv,
    Plain,
}
