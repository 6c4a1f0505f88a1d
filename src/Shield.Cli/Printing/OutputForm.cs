namespace Shield.Cli.Printing;

/// <summary>What <c>-o</c> asks for.</summary>
public enum OutputForm
{
    Text,
    Json,
    Csv,
    Plain,
}
