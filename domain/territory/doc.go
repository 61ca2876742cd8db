// Package territory holds the communes: what a commune's code meant on a given
// day, and which map sheets exist in it. One stream a commune.
package territory
